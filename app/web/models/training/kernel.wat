;; What a training step spends its time on, four numbers at a time: products of tables, the
;; Bernoulli term with its gradient, and Adam.
;;
;; All addresses and strides are in bytes of the imported memory. Tables are float32, row by row;
;; their sides are padded with zeros to multiples of eight.
;;
;; kernelBytes.js holds this file assembled: `npm run kernel` after a change here.
(module
  (import "host" "memory" (memory 0))

  ;; e^y for y <= 0, to 2e-7 relative: e^y = 2^n e^r with |r| <= ln 2 / 2 (Cephes, expf).
  (func $exp (param $y v128) (result v128)
    (local $n v128) (local $r v128)
    (local.set $y (f32x4.max (local.get $y) (v128.const f32x4 -87 -87 -87 -87)))
    (local.set $n
      (f32x4.nearest
        (f32x4.mul (local.get $y)
          (v128.const f32x4 1.44269504 1.44269504 1.44269504 1.44269504))))
    ;; ln 2 in two parts, so that no digit of r is lost
    (local.set $r
      (f32x4.sub
        (f32x4.sub (local.get $y)
          (f32x4.mul (local.get $n)
            (v128.const f32x4 0.693359375 0.693359375 0.693359375 0.693359375)))
        (f32x4.mul (local.get $n)
          (v128.const f32x4 -2.12194440e-4 -2.12194440e-4 -2.12194440e-4 -2.12194440e-4))))
    (local.set $y (v128.const f32x4 1.9875691500e-4 1.9875691500e-4 1.9875691500e-4 1.9875691500e-4))
    (local.set $y (f32x4.add (f32x4.mul (local.get $y) (local.get $r))
      (v128.const f32x4 1.3981999507e-3 1.3981999507e-3 1.3981999507e-3 1.3981999507e-3)))
    (local.set $y (f32x4.add (f32x4.mul (local.get $y) (local.get $r))
      (v128.const f32x4 8.3334519073e-3 8.3334519073e-3 8.3334519073e-3 8.3334519073e-3)))
    (local.set $y (f32x4.add (f32x4.mul (local.get $y) (local.get $r))
      (v128.const f32x4 4.1665795894e-2 4.1665795894e-2 4.1665795894e-2 4.1665795894e-2)))
    (local.set $y (f32x4.add (f32x4.mul (local.get $y) (local.get $r))
      (v128.const f32x4 1.6666665459e-1 1.6666665459e-1 1.6666665459e-1 1.6666665459e-1)))
    (local.set $y (f32x4.add (f32x4.mul (local.get $y) (local.get $r))
      (v128.const f32x4 0.5 0.5 0.5 0.5)))
    (local.set $y
      (f32x4.add
        (f32x4.add (f32x4.mul (f32x4.mul (local.get $y) (local.get $r)) (local.get $r))
          (local.get $r))
        (v128.const f32x4 1 1 1 1)))
    ;; 2^n, by a float's exponent
    (f32x4.mul (local.get $y)
      (i32x4.shl
        (i32x4.add (i32x4.trunc_sat_f32x4_s (local.get $n)) (v128.const i32x4 127 127 127 127))
        (i32.const 23))))

  ;; A table B (k, n) laid out for `multiply`: eight columns after eight, each group row by row.
  ;; B's number (i, j) is at $from + i $down + j $across; $end is the address after the copy.
  (func (export "pack")
    (param $from i32) (param $down i32) (param $across i32) (param $k i32)
    (param $to i32) (param $end i32)
    (local $at i32) (local $row i32) (local $left i32)
    (loop $groups
      (local.set $row (local.get $from))
      (local.set $left (local.get $k))
      (loop $rows
        (local.set $at (local.get $row))
        (f32.store offset=0 (local.get $to) (f32.load (local.get $at)))
        (local.set $at (i32.add (local.get $at) (local.get $across)))
        (f32.store offset=4 (local.get $to) (f32.load (local.get $at)))
        (local.set $at (i32.add (local.get $at) (local.get $across)))
        (f32.store offset=8 (local.get $to) (f32.load (local.get $at)))
        (local.set $at (i32.add (local.get $at) (local.get $across)))
        (f32.store offset=12 (local.get $to) (f32.load (local.get $at)))
        (local.set $at (i32.add (local.get $at) (local.get $across)))
        (f32.store offset=16 (local.get $to) (f32.load (local.get $at)))
        (local.set $at (i32.add (local.get $at) (local.get $across)))
        (f32.store offset=20 (local.get $to) (f32.load (local.get $at)))
        (local.set $at (i32.add (local.get $at) (local.get $across)))
        (f32.store offset=24 (local.get $to) (f32.load (local.get $at)))
        (local.set $at (i32.add (local.get $at) (local.get $across)))
        (f32.store offset=28 (local.get $to) (f32.load (local.get $at)))
        (local.set $to (i32.add (local.get $to) (i32.const 32)))
        (local.set $row (i32.add (local.get $row) (local.get $down)))
        (local.set $left (i32.sub (local.get $left) (i32.const 1)))
        (br_if $rows (local.get $left)))
      (local.set $from (i32.add (local.get $from) (i32.shl (local.get $across) (i32.const 3))))
      (br_if $groups (i32.lt_u (local.get $to) (local.get $end)))))

  ;; C = A B + bias, four rows and eight columns at a time. A's number (i, k) is at
  ;; $a + i $row + k $step; $b is B packed and $b_end the address after it; $size the bytes of one
  ;; group of eight columns of B; a row of C takes $c_row bytes, and there are $rows of them.
  (func (export "multiply")
    (param $a i32) (param $row i32) (param $step i32)
    (param $b i32) (param $b_end i32) (param $size i32)
    (param $bias i32) (param $c i32) (param $c_row i32) (param $rows i32)
    (local $a0 i32) (local $a1 i32) (local $a2 i32) (local $a3 i32)
    (local $tile i32) (local $at i32) (local $to i32) (local $left i32) (local $stop i32)
    (local $b0 v128) (local $b1 v128) (local $x v128)
    (local $s00 v128) (local $s01 v128) (local $s10 v128) (local $s11 v128)
    (local $s20 v128) (local $s21 v128) (local $s30 v128) (local $s31 v128)
    (loop $groups
      (local.set $tile (local.get $a))
      (local.set $to (local.get $c))
      (local.set $left (local.get $rows))
      (local.set $stop (i32.add (local.get $b) (local.get $size)))
      (loop $tiles
        (local.set $a0 (local.get $tile))
        (local.set $a1 (i32.add (local.get $a0) (local.get $row)))
        (local.set $a2 (i32.add (local.get $a1) (local.get $row)))
        (local.set $a3 (i32.add (local.get $a2) (local.get $row)))
        (local.set $tile (i32.add (local.get $a3) (local.get $row)))
        (local.set $at (local.get $b))
        (local.set $s00 (v128.load offset=0 (local.get $bias)))
        (local.set $s01 (v128.load offset=16 (local.get $bias)))
        (local.set $s10 (local.get $s00))
        (local.set $s11 (local.get $s01))
        (local.set $s20 (local.get $s00))
        (local.set $s21 (local.get $s01))
        (local.set $s30 (local.get $s00))
        (local.set $s31 (local.get $s01))
        (loop $sum
          (local.set $b0 (v128.load offset=0 (local.get $at)))
          (local.set $b1 (v128.load offset=16 (local.get $at)))
          (local.set $x (v128.load32_splat (local.get $a0)))
          (local.set $s00 (f32x4.add (local.get $s00) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $s01 (f32x4.add (local.get $s01) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $x (v128.load32_splat (local.get $a1)))
          (local.set $s10 (f32x4.add (local.get $s10) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $s11 (f32x4.add (local.get $s11) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $x (v128.load32_splat (local.get $a2)))
          (local.set $s20 (f32x4.add (local.get $s20) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $s21 (f32x4.add (local.get $s21) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $x (v128.load32_splat (local.get $a3)))
          (local.set $s30 (f32x4.add (local.get $s30) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $s31 (f32x4.add (local.get $s31) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $a0 (i32.add (local.get $a0) (local.get $step)))
          (local.set $a1 (i32.add (local.get $a1) (local.get $step)))
          (local.set $a2 (i32.add (local.get $a2) (local.get $step)))
          (local.set $a3 (i32.add (local.get $a3) (local.get $step)))
          (local.set $at (i32.add (local.get $at) (i32.const 32)))
          (br_if $sum (i32.lt_u (local.get $at) (local.get $stop))))
        (v128.store offset=0 (local.get $to) (local.get $s00))
        (v128.store offset=16 (local.get $to) (local.get $s01))
        (local.set $to (i32.add (local.get $to) (local.get $c_row)))
        (v128.store offset=0 (local.get $to) (local.get $s10))
        (v128.store offset=16 (local.get $to) (local.get $s11))
        (local.set $to (i32.add (local.get $to) (local.get $c_row)))
        (v128.store offset=0 (local.get $to) (local.get $s20))
        (v128.store offset=16 (local.get $to) (local.get $s21))
        (local.set $to (i32.add (local.get $to) (local.get $c_row)))
        (v128.store offset=0 (local.get $to) (local.get $s30))
        (v128.store offset=16 (local.get $to) (local.get $s31))
        (local.set $to (i32.add (local.get $to) (local.get $c_row)))
        (local.set $left (i32.sub (local.get $left) (i32.const 4)))
        (br_if $tiles (i32.gt_s (local.get $left) (i32.const 0))))
      (local.set $b (local.get $stop))
      (local.set $bias (i32.add (local.get $bias) (i32.const 32)))
      (local.set $c (i32.add (local.get $c) (i32.const 32)))
      (br_if $groups (i32.lt_u (local.get $b) (local.get $b_end)))))

  ;; One picture's -ln p(x|z) = sum of max(l, 0) - l x + ln(1 + e^-|l|), from the logits l up to
  ;; $end, and its gradient (sigmoid(l) - x) $scale. The sum of the logarithms is left to the
  ;; caller, as the product that is answered: of 784 factors of at most 2, which a float64 holds.
  ;; The rest of the sum is stored at $rest.
  (func (export "bernoulli")
    (param $l i32) (param $end i32) (param $x i32) (param $gradient i32) (param $scale f32)
    (param $rest i32) (result f64)
    (local $logits v128) (local $pixels v128) (local $e v128) (local $one_e v128)
    (local $sum v128) (local $low v128) (local $high v128)
    (local.set $low (v128.const f64x2 1 1))
    (local.set $high (v128.const f64x2 1 1))
    (loop $four
      (local.set $logits (v128.load (local.get $l)))
      (local.set $pixels (v128.load (local.get $x)))
      (local.set $e (call $exp (f32x4.neg (f32x4.abs (local.get $logits)))))
      (local.set $one_e (f32x4.add (v128.const f32x4 1 1 1 1) (local.get $e)))
      (local.set $low
        (f64x2.mul (local.get $low) (f64x2.promote_low_f32x4 (local.get $one_e))))
      (local.set $high
        (f64x2.mul (local.get $high)
          (f64x2.promote_low_f32x4
            (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7
              (local.get $one_e) (local.get $one_e)))))
      (local.set $sum
        (f32x4.add (local.get $sum)
          (f32x4.sub
            (f32x4.max (local.get $logits) (v128.const f32x4 0 0 0 0))
            (f32x4.mul (local.get $logits) (local.get $pixels)))))
      ;; sigmoid(l) is 1 / (1 + e) where l >= 0, and e / (1 + e) elsewhere
      (local.set $e
        (f32x4.div
          (v128.bitselect (v128.const f32x4 1 1 1 1) (local.get $e)
            (f32x4.ge (local.get $logits) (v128.const f32x4 0 0 0 0)))
          (local.get $one_e)))
      (v128.store (local.get $gradient)
        (f32x4.mul
          (f32x4.sub (local.get $e) (local.get $pixels))
          (f32x4.splat (local.get $scale))))
      (local.set $l (i32.add (local.get $l) (i32.const 16)))
      (local.set $x (i32.add (local.get $x) (i32.const 16)))
      (local.set $gradient (i32.add (local.get $gradient) (i32.const 16)))
      (br_if $four (i32.lt_u (local.get $l) (local.get $end))))
    (f32.store (local.get $rest)
      (f32.add
        (f32.add
          (f32x4.extract_lane 0 (local.get $sum)) (f32x4.extract_lane 1 (local.get $sum)))
        (f32.add
          (f32x4.extract_lane 2 (local.get $sum)) (f32x4.extract_lane 3 (local.get $sum)))))
    (local.set $low (f64x2.mul (local.get $low) (local.get $high)))
    (f64.mul
      (f64x2.extract_lane 0 (local.get $low)) (f64x2.extract_lane 1 (local.get $low))))

  ;; Adam (Kingma and Ba, arXiv 1412.6980), on the parameters up to $end:
  ;; m += (g - m) $fresh1; v = v $decay2 + g^2 $fresh2; p -= $rate m / (sqrt(v) $unbias + $epsilon)
  (func (export "adam")
    (param $p i32) (param $end i32) (param $g i32) (param $m i32) (param $v i32)
    (param $fresh1 f32) (param $decay2 f32) (param $fresh2 f32)
    (param $rate f32) (param $unbias f32) (param $epsilon f32)
    (local $gradient v128) (local $mean v128) (local $square v128)
    (loop $four
      (local.set $gradient (v128.load (local.get $g)))
      (local.set $mean (v128.load (local.get $m)))
      (local.set $mean
        (f32x4.add (local.get $mean)
          (f32x4.mul
            (f32x4.sub (local.get $gradient) (local.get $mean))
            (f32x4.splat (local.get $fresh1)))))
      (local.set $square
        (f32x4.add
          (f32x4.mul (v128.load (local.get $v)) (f32x4.splat (local.get $decay2)))
          (f32x4.mul
            (f32x4.mul (local.get $gradient) (local.get $gradient))
            (f32x4.splat (local.get $fresh2)))))
      (v128.store (local.get $m) (local.get $mean))
      (v128.store (local.get $v) (local.get $square))
      (v128.store (local.get $p)
        (f32x4.sub (v128.load (local.get $p))
          (f32x4.div
            (f32x4.mul (local.get $mean) (f32x4.splat (local.get $rate)))
            (f32x4.add
              (f32x4.mul (f32x4.sqrt (local.get $square)) (f32x4.splat (local.get $unbias)))
              (f32x4.splat (local.get $epsilon))))))
      (local.set $p (i32.add (local.get $p) (i32.const 16)))
      (local.set $g (i32.add (local.get $g) (i32.const 16)))
      (local.set $m (i32.add (local.get $m) (i32.const 16)))
      (local.set $v (i32.add (local.get $v) (i32.const 16)))
      (br_if $four (i32.lt_u (local.get $p) (local.get $end))))))
