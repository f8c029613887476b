package io.transferstudy.worker.engine;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/** A TorchScript program of somebody else that turns images into features. */
public final class FeatureProgram implements FeatureExtractor {
  private final NativeModule module;
  private final NativeBuffer images = new NativeBuffer();
  private final int imageSize;
  private final int width;

  private FeatureProgram(NativeModule module, int imageSize, int width) {
    this.module = module;
    this.imageSize = imageSize;
    this.width = width;
  }

  /**
   * Loads a file, which runs it in part.
   *
   * @param imageSize height and width of the images in pixels
   * @param width features of an image
   * @throws RuntimeException of libtorch if it does not load
   */
  public static FeatureProgram open(Engine engine, Path file, int imageSize, int width) {
    return new FeatureProgram(NativeModule.open(engine, file), imageSize, width);
  }

  @Override
  public int imageSize() {
    return imageSize;
  }

  @Override
  public int width() {
    return width;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if it returns something else than float32 [n, width]
   * @throws RuntimeException of libtorch if the program fails
   */
  @Override
  public void features(FloatBuffer imagesNchw, int n, float[] featuresOut) {
    PtNDManager owner = module.manager();
    try (PtNDManager scope = owner.newSubManager(owner.getDevice());
        IValue result =
            module.run(
                "forward",
                images.floats(scope, imagesNchw, new Shape(n, 3, imageSize, imageSize)))) {
      if (!result.isTensor()) {
        throw new IllegalStateException("its forward returns no single tensor");
      }
      PtNDArray features = result.toTensor(scope);
      long[] shape = features.getShape().getShape();
      if (features.getDataType() != DataType.FLOAT32
          || !Arrays.equals(shape, new long[] {n, width})) {
        throw new IllegalStateException(
            "its forward returns %s %s for %d images, where float32 [%d, %d] is declared"
                .formatted(features.getDataType(), Arrays.toString(shape), n, n, width));
      }
      features.toByteBuffer(true).asFloatBuffer().get(featuresOut, 0, n * width);
    }
  }

  @Override
  public void close() {
    module.close();
    images.close();
  }
}
