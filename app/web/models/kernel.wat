;; y = W x + b, four numbers at a time: SIMD, which plain JavaScript cannot ask the processor for.
;;
;; All arguments are byte addresses in the imported memory, save $row, the bytes of one row of W.
;; A row is padded with zeros to a multiple of four floats, so is x, and W has a multiple of four
;; rows; $end is the address after the last (padded) float of y.
;;
;; kernelBytes.js holds this file assembled: `npm run kernel` after a change here.
(module
  (import "host" "memory" (memory 0))

  (func (export "linear")
    (param $w i32) (param $b i32) (param $x i32) (param $y i32) (param $row i32) (param $end i32)
    (local $at i32)      ;; where we are in the first of four rows of W
    (local $x_end i32)
    (local $inputs v128) ;; four of x
    ;; one partial sum a lane, for each of four rows
    (local $sums0 v128) (local $sums1 v128) (local $sums2 v128) (local $sums3 v128)

    (local.set $x_end (i32.add (local.get $x) (local.get $row)))
    (loop $four_outputs
      (local.set $sums0 (v128.const f32x4 0 0 0 0))
      (local.set $sums1 (v128.const f32x4 0 0 0 0))
      (local.set $sums2 (v128.const f32x4 0 0 0 0))
      (local.set $sums3 (v128.const f32x4 0 0 0 0))
      (local.set $at (local.get $w))

      (loop $four_inputs
        (local.set $inputs (v128.load (local.get $x)))
        (local.set $sums0
          (f32x4.add (local.get $sums0)
            (f32x4.mul (v128.load (local.get $at)) (local.get $inputs))))
        (local.set $sums1
          (f32x4.add (local.get $sums1)
            (f32x4.mul (v128.load (i32.add (local.get $at) (local.get $row))) (local.get $inputs))))
        (local.set $sums2
          (f32x4.add (local.get $sums2)
            (f32x4.mul
              (v128.load
                (i32.add (i32.add (local.get $at) (local.get $row)) (local.get $row)))
              (local.get $inputs))))
        (local.set $sums3
          (f32x4.add (local.get $sums3)
            (f32x4.mul
              (v128.load
                (i32.add
                  (i32.add (i32.add (local.get $at) (local.get $row)) (local.get $row))
                  (local.get $row)))
              (local.get $inputs))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (local.set $x (i32.add (local.get $x) (i32.const 16)))
        (br_if $four_inputs (i32.lt_u (local.get $x) (local.get $x_end))))

      ;; Each output: its bias, and its four lanes one after another.
      (f32.store offset=0 (local.get $y)
        (f32.add (f32.add (f32.add (f32.add
          (f32.load offset=0 (local.get $b))
          (f32x4.extract_lane 0 (local.get $sums0)))
          (f32x4.extract_lane 1 (local.get $sums0)))
          (f32x4.extract_lane 2 (local.get $sums0)))
          (f32x4.extract_lane 3 (local.get $sums0))))
      (f32.store offset=4 (local.get $y)
        (f32.add (f32.add (f32.add (f32.add
          (f32.load offset=4 (local.get $b))
          (f32x4.extract_lane 0 (local.get $sums1)))
          (f32x4.extract_lane 1 (local.get $sums1)))
          (f32x4.extract_lane 2 (local.get $sums1)))
          (f32x4.extract_lane 3 (local.get $sums1))))
      (f32.store offset=8 (local.get $y)
        (f32.add (f32.add (f32.add (f32.add
          (f32.load offset=8 (local.get $b))
          (f32x4.extract_lane 0 (local.get $sums2)))
          (f32x4.extract_lane 1 (local.get $sums2)))
          (f32x4.extract_lane 2 (local.get $sums2)))
          (f32x4.extract_lane 3 (local.get $sums2))))
      (f32.store offset=12 (local.get $y)
        (f32.add (f32.add (f32.add (f32.add
          (f32.load offset=12 (local.get $b))
          (f32x4.extract_lane 0 (local.get $sums3)))
          (f32x4.extract_lane 1 (local.get $sums3)))
          (f32x4.extract_lane 2 (local.get $sums3)))
          (f32x4.extract_lane 3 (local.get $sums3))))

      ;; Back to the start of x, and on to the next four rows.
      (local.set $x (i32.sub (local.get $x) (local.get $row)))
      (local.set $w (i32.add (local.get $w) (i32.shl (local.get $row) (i32.const 2))))
      (local.set $b (i32.add (local.get $b) (i32.const 16)))
      (local.set $y (i32.add (local.get $y) (i32.const 16)))
      (br_if $four_outputs (i32.lt_u (local.get $y) (local.get $end))))))
