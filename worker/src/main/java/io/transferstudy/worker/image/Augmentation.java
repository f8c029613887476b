package io.transferstudy.worker.image;

import io.transferstudy.study.grid.Recipe.Crop;
import io.transferstudy.study.grid.Resize;
import java.util.SplittableRandom;

/**
 * How a training image is varied. Random resized crops use the bilinear filter, torchvision's
 * default; shifted images are first resized as in evaluation.
 *
 * @param crop the random crop
 * @param flip mirror images of one half of the draws
 * @param resize what precedes a shift
 */
public record Augmentation(Crop crop, Flip flip, Resize resize) {

  /** One variation, a function of the arguments alone. */
  public View vary(Picture picture, int size, SplittableRandom random) {
    boolean mirrorX = flip != Flip.NONE && random.nextBoolean();
    boolean mirrorY = flip == Flip.BOTH && random.nextBoolean();
    return switch (crop) {
      case Crop.RandomResized(double minArea) -> {
        Box part = RandomArea.draw(picture.width(), picture.height(), minArea, random);
        Box all = Box.size(size, size);
        Image square = Resampler.resize(picture, part, size, size, all, Filter.BILINEAR);
        yield new View(square, 0, 0, mirrorX, mirrorY);
      }
      case Crop.Shift(int padding) -> {
        int shiftX = random.nextInt(2 * padding + 1) - padding;
        int shiftY = random.nextInt(2 * padding + 1) - padding;
        Image square = Evaluation.square(picture, resize, size);
        yield new View(square, shiftX, shiftY, mirrorX, mirrorY);
      }
    };
  }
}
