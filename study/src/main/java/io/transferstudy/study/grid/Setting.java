package io.transferstudy.study.grid;

import java.util.List;

/** How a model is carried over to a data set: the third axis of the grid. */
public sealed interface Setting {
  /** Unique in the study, an RFC 1123 label. */
  String name();

  /** Whether cells of this setting start from pretrained weights. */
  boolean needsWeights();

  /**
   * The network is fixed; multinomial logistic regression on its penultimate features.
   *
   * @param l2Values the values of lambda to choose among
   */
  record FixedFeatures(String name, List<Double> l2Values) implements Setting {
    public FixedFeatures {
      Label.require("setting", name);
      l2Values = List.copyOf(l2Values);
      if (l2Values.isEmpty()) {
        throw new IllegalArgumentException("l2Values must not be empty");
      }
    }

    @Override
    public boolean needsWeights() {
      return true;
    }
  }

  /** Every layer is trained. */
  record Training(String name, Initialisation initialisation, Recipe recipe) implements Setting {
    public Training {
      Label.require("setting", name);
    }

    @Override
    public boolean needsWeights() {
      return initialisation == Initialisation.PRETRAINED;
    }
  }

  /** Where training starts. */
  enum Initialisation {
    /** From the model's weights, with a new classifier. */
    PRETRAINED,
    /** From random numbers. */
    RANDOM
  }
}
