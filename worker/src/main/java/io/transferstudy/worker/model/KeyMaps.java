package io.transferstudy.worker.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The names of other libraries that are understood. Every network here is the same function in both
 * libraries, given the same weights. All of them add as many zeros on one side of an image as on
 * the other.
 */
final class KeyMaps {
  private static final String LAST_LINEAR = "last_linear";
  private static final String LAST_LINEAR_SIGN = LAST_LINEAR + ".weight";
  private static final String VGG_SIGN = "classifier.6.weight";

  /** Inverted residual blocks of each stage of MobileNet v2. */
  private static final List<Integer> MOBILENET_V2_BLOCKS = List.of(1, 2, 3, 4, 3, 3, 1);

  static final List<KeyMap> ALL =
      List.of(
          new KeyMap(
              "torchvision's mobilenet_v2",
              "features.0.0.weight",
              "blocks.1.0.conv_pwl.weight",
              mobileNetV2()),
          KeyMap.of(
              "timm's vgg",
              "pre_logits.fc1.weight",
              VGG_SIGN,
              KeyRule.module("pre_logits.fc1", "classifier.0").whoseConvolutionIsLinear(),
              KeyRule.module("pre_logits.fc2", "classifier.3").whoseConvolutionIsLinear(),
              KeyRule.module("head.fc", "classifier.6")),
          KeyMap.of(
              "pretrainedmodels' vgg",
              "linear0.weight",
              VGG_SIGN,
              KeyRule.matching("_features[.](.*)", "features.$1"),
              KeyRule.module("linear0", "classifier.0"),
              KeyRule.module("linear1", "classifier.3"),
              KeyRule.module(LAST_LINEAR, "classifier.6")),
          KeyMap.of(
              "torchvision's densenet of before 2018",
              "features.denseblock1.denselayer1.norm.1.weight",
              "features.denseblock1.denselayer1.norm1.weight",
              KeyRule.matching("(.*[.]denselayer\\d+[.])(norm|conv)[.]([12][.]\\w+)", "$1$2$3")),
          lastLinear("densenet", "features.denseblock1.denselayer1.norm1.weight", "classifier"),
          lastLinear("resnet", "layer1.0.conv1.weight", "fc"),
          lastLinear("inceptionv3", "Mixed_5b.branch1x1.conv.weight", "fc"),
          lastLinear("inceptionresnetv2", "mixed_5b.branch0.conv.weight", "classif"));

  /** Tensors of heads that only help training, in the files of networks with such heads. */
  private static final Set<String> AUXILIARY = Set.of("AuxLogits", "aux1", "aux2");

  private KeyMaps() {}

  /** Whether a tensor belongs to a head that no evaluation uses. */
  static boolean isAuxiliary(String name) {
    int dot = name.indexOf('.');
    return dot > 0 && AUXILIARY.contains(name.substring(0, dot));
  }

  /** The package pretrainedmodels calls every classifier by one name. */
  private static KeyMap lastLinear(String network, String sign, String classifier) {
    return KeyMap.of(
        "pretrainedmodels' " + network,
        LAST_LINEAR_SIGN,
        sign,
        KeyRule.module(LAST_LINEAR, classifier));
  }

  /** There all blocks are numbered in one row, and the layers of a block too. */
  private static List<KeyRule> mobileNetV2() {
    var rules = new ArrayList<KeyRule>();
    rules.add(KeyRule.module("features.0.0", "conv_stem"));
    rules.add(KeyRule.module("features.0.1", "bn1"));
    int row = 1;
    for (int stage = 0; stage < MOBILENET_V2_BLOCKS.size(); stage++) {
      for (int block = 0; block < MOBILENET_V2_BLOCKS.get(stage); block++) {
        String from = "features." + row + ".conv.";
        String to = "blocks." + stage + "." + block + ".";
        // The first block has no expansion: it starts with the depthwise convolution.
        List<String> layers =
            row == 1
                ? List.of("0.0 conv_dw", "0.1 bn1", "1 conv_pw", "2 bn2")
                : List.of(
                    "0.0 conv_pw", "0.1 bn1", "1.0 conv_dw", "1.1 bn2", "2 conv_pwl", "3 bn3");
        for (String layer : layers) {
          int space = layer.indexOf(' ');
          rules.add(
              KeyRule.module(from + layer.substring(0, space), to + layer.substring(space + 1)));
        }
        row++;
      }
    }
    rules.add(KeyRule.module("features." + row + ".0", "conv_head"));
    rules.add(KeyRule.module("features." + row + ".1", "bn2"));
    rules.add(KeyRule.module("classifier.1", "classifier"));
    return rules;
  }
}
