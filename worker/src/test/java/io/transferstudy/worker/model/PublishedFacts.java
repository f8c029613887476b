package io.transferstudy.worker.model;

import static java.util.Map.entry;

import java.util.Map;

/**
 * What papers and reference libraries say of each architecture.
 *
 * @param parameters trained values, the classifier included
 * @param features the length of one example's features
 * @param depth convolutions and linear layers on the longest way through
 */
record PublishedFacts(long parameters, int features, int depth) {
  static final Map<String, PublishedFacts> ALL =
      Map.ofEntries(
          entry("mobilenet-v1", new PublishedFacts(4_231_976, 1_024, 28)),
          entry("mobilenet-v1-symmetric", new PublishedFacts(4_231_976, 1_024, 28)),
          entry("mobilenet-v2", new PublishedFacts(3_504_872, 1_280, 53)),
          entry("mobilenet-v2-symmetric", new PublishedFacts(3_504_872, 1_280, 53)),
          entry("mobilenet-v2-140", new PublishedFacts(6_108_776, 1_792, 53)),
          entry("mobilenet-v2-140-symmetric", new PublishedFacts(6_108_776, 1_792, 53)),
          entry("resnet-50", new PublishedFacts(25_557_032, 2_048, 50)),
          entry("resnet-101", new PublishedFacts(44_549_160, 2_048, 101)),
          entry("resnet-152", new PublishedFacts(60_192_808, 2_048, 152)),
          entry("resnet-50-v1", new PublishedFacts(25_557_032, 2_048, 50)),
          entry("resnet-101-v1", new PublishedFacts(44_549_160, 2_048, 101)),
          entry("resnet-152-v1", new PublishedFacts(60_192_808, 2_048, 152)),
          entry("vgg-16", new PublishedFacts(138_357_544, 4_096, 16)),
          entry("vgg-19", new PublishedFacts(143_667_240, 4_096, 19)),
          entry("densenet-121", new PublishedFacts(7_978_856, 1_024, 121)),
          entry("densenet-169", new PublishedFacts(14_149_480, 1_664, 169)),
          entry("densenet-201", new PublishedFacts(20_013_928, 1_920, 201)),
          entry("inception-v1", new PublishedFacts(6_624_904, 1_024, 22)),
          // Stem 3, ten modules of 3, classifier 1.
          entry("bn-inception", new PublishedFacts(11_295_240, 1_024, 34)),
          entry("inception-v3", new PublishedFacts(23_834_568, 2_048, 48)),
          // Stem 9, A 4*3, reduction 3, B 7*5, reduction 4, C 3*4, classifier 1.
          entry("inception-v4", new PublishedFacts(42_679_816, 1_536, 76)),
          // Stem 5 + 3, 10*4, reduction 3, 20*4, reduction 3, 10*4, last convolution, classifier.
          entry("inception-resnet-v2", new PublishedFacts(55_843_464, 1_536, 176)),
          // First convolution and stem cells 19, cells 3*n*5, reductions 2*9, classifier 1.
          entry("nasnet-a-mobile", new PublishedFacts(5_289_978, 1_056, 98)),
          entry("nasnet-a-large", new PublishedFacts(88_753_150, 4_032, 128)),
          // The small networks, from their layer lists by hand.
          // 5*5*3*6+6 + 5*5*6*16+16 + 256*64+64 + 64*24+24
          entry("lenet-small", new PublishedFacts(456L + 2_416 + 16_448 + 1_560, 64, 4)),
          // 5*5*3*16+16 + 9*16*32+32 + 9*32*32+32 + 288*96+96 + 96*24+24
          entry(
              "alexnet-small", new PublishedFacts(1_216L + 4_640 + 9_248 + 27_744 + 2_328, 96, 5)),
          // 3x3 convolutions 3-16-16-32-32-64, then 576*128+128 and 128*24+24
          entry(
              "vgg-small",
              new PublishedFacts(448L + 2_320 + 4_640 + 9_248 + 18_496 + 73_856 + 3_096, 128, 7)),
          // stem 3-16, blocks 16-32, 32-64, 64-128 with their projections, 128*24+24
          entry("resnet-8", new PublishedFacts(464L + 14_528 + 57_728 + 230_144 + 3_096, 128, 8)),
          // stem 3-8, then depthwise and pointwise 8-16-32-32-64-64-128, 128*24+24
          entry(
              "mobile-small-025",
              new PublishedFacts(
                  232L + 248 + 752 + 1_440 + 2_528 + 4_928 + 9_152 + 3_096, 128, 14)),
          // stem 3-16, then depthwise and pointwise 16-32-64-64-128-128-256, 256*24+24
          entry(
              "mobile-small-050",
              new PublishedFacts(
                  464L + 752 + 2_528 + 4_928 + 9_152 + 18_048 + 34_688 + 6_168, 256, 14)),
          // stem 3-16, modules 16-40, 40-64, 64-128, 128*24+24
          entry(
              "inception-small",
              new PublishedFacts(464L + 2_504 + 7_720 + 29_136 + 3_096, 128, 8)));
}
