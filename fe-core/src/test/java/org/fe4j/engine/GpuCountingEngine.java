package org.fe4j.engine;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/** An engine that sees a number of GPUs and can do nothing else. */
final class GpuCountingEngine extends Engine {
  private final int gpus;

  GpuCountingEngine(int gpus) {
    this.gpus = gpus;
  }

  @Override
  public int getGpuCount() {
    return gpus;
  }

  @Override
  public Engine getAlternativeEngine() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getEngineName() {
    return "Fake";
  }

  @Override
  public int getRank() {
    return 0;
  }

  @Override
  public String getVersion() {
    return "0";
  }

  @Override
  public boolean hasCapability(String capability) {
    return false;
  }

  @Override
  public Model newModel(String name, Device device) {
    throw new UnsupportedOperationException();
  }

  @Override
  public NDManager newBaseManager() {
    throw new UnsupportedOperationException();
  }

  @Override
  public NDManager newBaseManager(Device device) {
    throw new UnsupportedOperationException();
  }
}
