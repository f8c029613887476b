package io.transferstudy.worker.torchscript;

import io.transferstudy.worker.torchscript.NetworkGraph.Node;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The straight-line source of a graph: node i becomes variable {@code vi}, {@code v0} being given.
 *
 * <p>For inference a batch normalisation is folded into the convolution before it, anew at each
 * call: a product over the kernels, small beside the batch it saves, and never stale.
 */
final class GraphSource {
  /** Which statistics normalise. */
  enum Mode {
    INFERENCE,
    TRAINING
  }

  private final NetworkGraph graph;
  private final NetworkOptions options;
  private final Mode mode;
  private final Consumers consumers;

  GraphSource(NetworkGraph graph, NetworkOptions options, Mode mode) {
    this.graph = graph;
    this.options = options;
    this.mode = mode;
    this.consumers = new Consumers(graph);
  }

  String logits() {
    return "v" + (graph.nodes().size() - 1);
  }

  String features() {
    return "v" + graph.nodes().getLast().inputs().getFirst();
  }

  String statements() {
    var source = new StringBuilder();
    for (int i = 1; i < graph.nodes().size(); i++) {
      if (mode == Mode.TRAINING || !feedsOnlyNorm(i)) {
        source.append(statement(i)); // else emitted together with its batch normalisation
      }
    }
    return source.toString();
  }

  String statement(int index) {
    Node node = graph.nodes().get(index);
    return node.op() instanceof Op.BatchNorm norm
        ? norm(index, norm, node.inputs().getFirst())
        : "    v%d = %s\n".formatted(index, expression(node));
  }

  private boolean feedsOnlyNorm(int index) {
    return graph.nodes().get(index).op() instanceof Op.Conv
        && consumers.count(index) == 1
        && index + 1 < graph.nodes().size()
        && graph.nodes().get(index + 1).op() instanceof Op.BatchNorm
        && graph.nodes().get(index + 1).inputs().equals(List.of(index));
  }

  private String norm(int index, Op.BatchNorm norm, int input) {
    String key = norm.key();
    if (mode == Mode.INFERENCE && feedsOnlyNorm(input)) {
      return folded(index, norm, graph.nodes().get(input));
    }
    return "    v%d = torch.batch_norm(v%d, %s, %s, %s, %s, %s, %s, %s, True)\n"
        .formatted(
            index,
            input,
            tensor(key, "weight"),
            tensor(key, "bias"),
            tensor(key, "running_mean"),
            tensor(key, "running_var"),
            mode == Mode.TRAINING ? "True" : "False",
            number(options.batchNormMomentum()),
            number(norm.epsilon()));
  }

  private String folded(int index, Op.BatchNorm norm, Node node) {
    var conv = (Op.Conv) node.op();
    String kernel = "w" + index;
    String offset = "o" + index;
    return folding(conv, norm, "s" + index, kernel, offset)
        + "    v%d = %s\n".formatted(index, convolution(conv, input(node), kernel, offset));
  }

  /**
   * Sets the named variables to the factors, the kernel and the bias of both as one convolution.
   */
  static String folding(
      Op.Conv conv, Op.BatchNorm norm, String scale, String kernel, String offset) {
    String mean = tensor(norm.key(), "running_mean");
    return "    %s = torch.mul(%s, torch.rsqrt(torch.add(%s, %s)))\n"
            .formatted(
                scale,
                tensor(norm.key(), "weight"),
                tensor(norm.key(), "running_var"),
                number(norm.epsilon()))
        + "    %s = torch.mul(%s, torch.reshape(%s, [-1, 1, 1, 1]))\n"
            .formatted(kernel, tensor(conv.key(), "weight"), scale)
        + "    %s = torch.sub(%s, torch.mul(%s, %s))\n"
            .formatted(
                offset,
                tensor(norm.key(), "bias"),
                conv.bias()
                    ? "torch.sub(%s, %s)".formatted(mean, tensor(conv.key(), "bias"))
                    : mean,
                scale);
  }

  private String expression(Node node) {
    return switch (node.op()) {
      case Op.Input() -> throw new IllegalStateException("the input is given");
      case Op.BatchNorm _ -> throw new IllegalStateException("batch norm has its own statement");
      case Op.Conv conv ->
          convolution(
              conv,
              input(node),
              tensor(conv.key(), "weight"),
              conv.bias() ? tensor(conv.key(), "bias") : "None");
      case Op.Activate(Activation activation) ->
          activation.expression(input(node), overwritable(node.inputs().getFirst()));
      case Op.MaxPool(Window w) ->
          "torch.max_pool2d(%s, %s, %s, %s, [1, 1], %s)"
              .formatted(
                  bordered(input(node), w, "-inf"), kernel(w), stride(w), border(w), ceil(w));
      case Op.AveragePool(Window w, boolean countBorder) -> averagePool(node, w, countBorder);
      case Op.GlobalMean() -> "torch.mean(%s, [2, 3])".formatted(input(node));
      case Op.Flatten() ->
          // Row-major per example whatever the memory layout, as the weights expect it.
          "torch.flatten(torch.contiguous(%s), 1)".formatted(input(node));
      case Op.Linear(String key, int _, int _, Init _) ->
          "torch.linear(%s, %s, %s)"
              .formatted(input(node), tensor(key, "weight"), tensor(key, "bias"));
      case Op.Add(double factor) ->
          factor == 1
              ? "torch.add(%s)".formatted(inputs(node))
              : "torch.add(%s, alpha=%s)".formatted(inputs(node), number(factor));
      case Op.Concat() -> "torch.cat([%s], 1)".formatted(inputs(node));
    };
  }

  private static String averagePool(Node node, Window w, boolean countBorder) {
    if (!w.symmetric() && !countBorder) {
      throw new IllegalArgumentException("an uneven border can only be counted");
    }
    return "torch.avg_pool2d(%s, %s, %s, %s, %s, %s)"
        .formatted(
            bordered(input(node), w, "0."),
            kernel(w),
            stride(w),
            border(w),
            ceil(w),
            countBorder ? "True" : "False");
  }

  private static String convolution(Op.Conv conv, String input, String weight, String bias) {
    Window w = conv.window();
    return "torch.conv2d(%s, %s, %s, %s, %s, [1, 1], %d)"
        .formatted(bordered(input, w, "0."), weight, bias, stride(w), border(w), conv.groups());
  }

  static String bordered(String input, Window w, String value) {
    return w.symmetric()
        ? input
        : "torch.constant_pad_nd(%s, [%d, %d, %d, %d], %s)"
            .formatted(input, w.left(), w.right(), w.top(), w.bottom(), value);
  }

  static String border(Window w) {
    return w.symmetric() ? "[%d, %d]".formatted(w.top(), w.left()) : "[0, 0]";
  }

  private static String kernel(Window w) {
    return "[%d, %d]".formatted(w.height(), w.width());
  }

  static String stride(Window w) {
    return "[%d, %d]".formatted(w.stride(), w.stride());
  }

  private static String ceil(Window w) {
    return w.up() ? "True" : "False";
  }

  private static String input(Node node) {
    return "v" + node.inputs().getFirst();
  }

  private static String inputs(Node node) {
    return node.inputs().stream().map(i -> "v" + i).collect(Collectors.joining(", "));
  }

  /** True where no gradient and no other node needs the value once it has been activated. */
  private boolean overwritable(int index) {
    return consumers.count(index) == 1
        && switch (graph.nodes().get(index).op()) {
          case Op.Conv _, Op.BatchNorm _, Op.Add _, Op.Linear _ -> true;
          case Op.Input _,
              Op.Activate _,
              Op.MaxPool _,
              Op.AveragePool _,
              Op.GlobalMean _,
              Op.Flatten _,
              Op.Concat _ ->
              false;
        };
  }

  static String tensor(String key, String name) {
    return NetworkModule.attribute(key + "." + name);
  }

  static String number(double value) {
    return Double.toString(value).replace('E', 'e');
  }
}
