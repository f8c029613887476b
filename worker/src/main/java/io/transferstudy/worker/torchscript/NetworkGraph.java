package io.transferstudy.worker.torchscript;

import io.transferstudy.worker.torchscript.TensorSpec.Role;
import io.transferstudy.worker.weights.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A network as data: operations in order, each fed by earlier ones. The last node is the classifier
 * (a linear layer), its input the features.
 *
 * @param nodes the operations; node 0 is the input
 * @param imageSize height and width of the input in pixels
 */
public record NetworkGraph(List<Node> nodes, int imageSize) {

  /**
   * One operation.
   *
   * @param inputs the indexes of the nodes that feed it
   * @param height of its output in positions; 1 where the output is flat
   * @param width likewise
   */
  public record Node(Op op, List<Integer> inputs, int height, int width) {
    public Node {
      inputs = List.copyOf(inputs);
    }
  }

  public NetworkGraph {
    nodes = List.copyOf(nodes);
    if (!(nodes.getLast().op() instanceof Op.Linear)) {
      throw new IllegalArgumentException("a network ends in a linear classifier");
    }
  }

  /** The classifier: the layer that is replaced when a model is carried to other classes. */
  public Op.Linear classifier() {
    return (Op.Linear) nodes.getLast().op();
  }

  /** The number of classes: the length of one example's logits. */
  public int classes() {
    return classifier().out();
  }

  /** The length of one example's features. */
  public int features() {
    return classifier().in();
  }

  /** Where the features are taken: the operation that feeds the classifier, in words. */
  public String featuresFrom() {
    Node source = nodes.get(nodes.getLast().inputs().getFirst());
    Op before = nodes.get(source.inputs().getFirst()).op();
    return source.op() instanceof Op.Activate && before instanceof Op.Linear layer
        ? layer.key() + " after its activation"
        : "mean over all positions of the last maps";
  }

  /** Whether the tensor of that name belongs to the classifier. */
  public boolean isClassifier(String key) {
    return key.startsWith(classifier().key() + ".");
  }

  /** The number of trained values. */
  public long parameterCount() {
    return tensors().stream()
        .filter(spec -> spec.role().trained())
        .mapToLong(spec -> Tensor.count(spec.shape()))
        .sum();
  }

  /** Multiply-adds of one image: those of convolutions and linear layers, as is usual. */
  public long multiplyAdds() {
    return nodes.stream().mapToLong(NetworkGraph::multiplyAdds).sum();
  }

  private static long multiplyAdds(Node node) {
    return switch (node.op()) {
      case Op.Conv conv ->
          (long) node.height()
              * node.width()
              * conv.out()
              * (conv.in() / conv.groups())
              * conv.window().height()
              * conv.window().width();
      case Op.Linear linear -> (long) linear.in() * linear.out();
      case Op.Input(),
          Op.BatchNorm(_, _, _),
          Op.Activate(_),
          Op.MaxPool(_),
          Op.AveragePool(_, _),
          Op.GlobalMean(),
          Op.Flatten(),
          Op.Add(_),
          Op.Concat() ->
          0;
    };
  }

  /** Every tensor of the state, in the order of the operations. */
  public List<TensorSpec> tensors() {
    var specs = new ArrayList<TensorSpec>();
    for (Node node : nodes) {
      switch (node.op()) {
        case Op.Conv conv -> {
          long[] shape = {
            conv.out(), conv.in() / conv.groups(), conv.window().height(), conv.window().width()
          };
          specs.add(
              new TensorSpec(
                  conv.key() + ".weight", shape, Role.WEIGHT, conv.init(), conv.groups()));
          if (conv.bias()) {
            long[] biasShape = {conv.out()};
            specs.add(new TensorSpec(conv.key() + ".bias", biasShape, Role.BIAS, conv.init(), 1));
          }
        }
        case Op.BatchNorm(String key, int channels, double _) -> {
          specs.add(norm(key, "weight", channels, Role.NORM_WEIGHT));
          specs.add(norm(key, "bias", channels, Role.NORM_BIAS));
          specs.add(norm(key, "running_mean", channels, Role.RUNNING_MEAN));
          specs.add(norm(key, "running_var", channels, Role.RUNNING_VARIANCE));
        }
        case Op.Linear(String key, int in, int out, Init init) -> {
          specs.add(new TensorSpec(key + ".weight", new long[] {out, in}, Role.WEIGHT, init, 1));
          specs.add(new TensorSpec(key + ".bias", new long[] {out}, Role.BIAS, init, 1));
        }
        case Op.Input(),
            Op.Activate(_),
            Op.MaxPool(_),
            Op.AveragePool(_, _),
            Op.GlobalMean(),
            Op.Flatten(),
            Op.Add(_),
            Op.Concat() -> {}
      }
    }
    return List.copyOf(specs);
  }

  private static TensorSpec norm(String key, String name, int channels, Role role) {
    return new TensorSpec(key + "." + name, new long[] {channels}, role, Init.UNIFORM, 1);
  }
}
