package io.transferstudy.worker.model;

import java.util.List;
import java.util.Optional;

/** Every architecture there is. */
public final class Models {
  /** The catalogue. */
  public static final List<ModelEntry> ALL =
      List.of(
          MobileNetV1.SAME,
          MobileNetV1.SYMMETRIC,
          MobileNetV2.SAME,
          MobileNetV2.SYMMETRIC,
          MobileNetV2.WIDE,
          MobileNetV2.WIDE_SYMMETRIC,
          ResNet.R50,
          ResNet.R101,
          ResNet.R152,
          ResNet.R50_V1,
          ResNet.R101_V1,
          ResNet.R152_V1,
          Vgg.V16,
          Vgg.V19,
          DenseNet.D121,
          DenseNet.D169,
          DenseNet.D201,
          Inception.V1,
          BnInception.V2,
          InceptionV3.V3,
          InceptionV4.V4,
          InceptionResNetV2.V2,
          NasNetA.MOBILE,
          NasNetA.LARGE,
          ResNet.R8,
          LeNet.SMALL,
          AlexNet.SMALL,
          Vgg.SMALL,
          MobileSmall.QUARTER,
          MobileSmall.HALF,
          Inception.SMALL);

  private Models() {}

  /** The entry of that name. */
  public static Optional<ModelEntry> find(String name) {
    return ALL.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }
}
