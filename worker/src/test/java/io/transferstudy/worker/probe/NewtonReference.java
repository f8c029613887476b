package io.transferstudy.worker.probe;

/**
 * The same problem solved in another way: damped Newton on all unknowns at once, plain Java
 * float64. For a few hundred unknowns.
 */
final class NewtonReference {
  private final LabelledFeatures data;
  private final double lambda;
  private final int d;
  private final int classes;

  NewtonReference(LabelledFeatures data, double lambda) {
    this.data = data;
    this.lambda = lambda;
    this.d = data.d();
    this.classes = data.classes();
  }

  /** The minimiser; every class must have examples. */
  LinearClassifier solve() {
    int size = (d + 1) * classes;
    double[] point = new double[size];
    for (int step = 0; step < 60; step++) {
      double[][] system = system(point);
      double[] move = eliminate(system);
      double decrement = 0;
      for (int i = 0; i < size; i++) {
        decrement += Math.abs(move[i]);
      }
      double here = gauged(point);
      double share = 1;
      while (gauged(moved(point, move, share)) > here + 1e-12 * Math.abs(here) && share > 1e-9) {
        share /= 2;
      }
      point = moved(point, move, share);
      if (decrement < 1e-12) {
        return classifier(point);
      }
    }
    return classifier(point);
  }

  private static double[] moved(double[] point, double[] move, double share) {
    double[] result = point.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] += share * move[i];
    }
    return result;
  }

  private LinearClassifier classifier(double[] point) {
    double[] weights = java.util.Arrays.copyOf(point, d * classes);
    double[] bias = java.util.Arrays.copyOfRange(point, d * classes, point.length);
    return new LinearClassifier(d, classes, weights, bias);
  }

  /** The objective plus the squared sum of biases, which changes no minimum but makes it unique. */
  private double gauged(double[] point) {
    LinearClassifier classifier = classifier(point);
    double sum = java.util.Arrays.stream(classifier.bias()).sum();
    return objective(data, classifier, lambda) + sum * sum;
  }

  /** Sum of cross-entropies + lambda * sum of squared weights, in float64. */
  static double objective(LabelledFeatures data, LinearClassifier classifier, double lambda) {
    double objective = 0;
    for (int i = 0; i < data.n(); i++) {
      double[] a = logits(data, classifier, i);
      double label = a[data.labels()[i]];
      double others = 0;
      double max = 0;
      for (double logit : a) {
        max = Math.max(max, logit - label);
      }
      for (int k = 0; k < a.length; k++) {
        others += k == data.labels()[i] ? 0 : Math.exp(a[k] - label - max);
      }
      objective += max == 0 ? Math.log1p(others) : max + Math.log(Math.exp(-max) + others);
    }
    for (double weight : classifier.weights()) {
      objective += lambda * weight * weight;
    }
    return objective;
  }

  private static double[] logits(LabelledFeatures data, LinearClassifier classifier, int example) {
    double[] logits = classifier.bias().clone();
    for (int j = 0; j < data.d(); j++) {
      double x = data.features()[example * data.d() + j];
      for (int k = 0; k < logits.length; k++) {
        logits[k] += x * classifier.weights()[j * logits.length + k];
      }
    }
    return logits;
  }

  /** Hessian and, in the last column, minus the gradient. */
  private double[][] system(double[] point) {
    int size = point.length;
    double[][] system = new double[size][size + 1];
    LinearClassifier classifier = classifier(point);
    for (int i = 0; i < data.n(); i++) {
      double[] p = softmax(logits(data, classifier, i));
      for (int j = 0; j <= d; j++) {
        double x = feature(i, j);
        for (int k = 0; k < classes; k++) {
          double[] row = system[j * classes + k];
          row[size] -= x * (p[k] - (data.labels()[i] == k ? 1 : 0));
          for (int q = 0; q <= d; q++) {
            double xx = x * feature(i, q);
            for (int l = 0; l < classes; l++) {
              row[q * classes + l] += xx * p[k] * ((k == l ? 1 : 0) - p[l]);
            }
          }
        }
      }
    }
    for (int i = 0; i < d * classes; i++) {
      system[i][i] += 2 * lambda;
      system[i][size] -= 2 * lambda * point[i];
    }
    double sum = java.util.Arrays.stream(classifier.bias()).sum();
    for (int i = d * classes; i < size; i++) {
      system[i][size] -= 2 * sum;
      for (int j = d * classes; j < size; j++) {
        system[i][j] += 2;
      }
    }
    return system;
  }

  private double feature(int example, int j) {
    return j == d ? 1 : data.features()[example * d + j];
  }

  private static double[] softmax(double[] logits) {
    double max = java.util.Arrays.stream(logits).max().orElseThrow();
    double[] p = java.util.Arrays.stream(logits).map(logit -> Math.exp(logit - max)).toArray();
    double sum = java.util.Arrays.stream(p).sum();
    return java.util.Arrays.stream(p).map(e -> e / sum).toArray();
  }

  private static double[] eliminate(double[][] rows) {
    int size = rows.length;
    for (int i = 0; i < size; i++) {
      for (int j = i + 1; j < size; j++) {
        double factor = rows[j][i] / rows[i][i];
        for (int k = i; k <= size; k++) {
          rows[j][k] -= factor * rows[i][k];
        }
      }
    }
    double[] solution = new double[size];
    for (int i = size - 1; i >= 0; i--) {
      double rest = rows[i][size];
      for (int k = i + 1; k < size; k++) {
        rest -= rows[i][k] * solution[k];
      }
      solution[i] = rest / rows[i][i];
    }
    return solution;
  }
}
