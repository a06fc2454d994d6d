"""Variational autoencoders in PyTorch: configuration, training, evaluation, weights."""

from model.checkpoint import available, load
from model.config import ModelConfig, TrainConfig

__all__ = ["ModelConfig", "TrainConfig", "available", "load"]
