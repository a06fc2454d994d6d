"""Variational autoencoders in PyTorch: configuration, training, evaluation, weights."""

from model.checkpoint import Survey, available, load, survey
from model.config import ModelConfig, TrainConfig

__all__ = ["ModelConfig", "Survey", "TrainConfig", "available", "load", "survey"]
