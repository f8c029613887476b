package io.transferstudy.worker.torchscript;

import static java.util.Objects.requireNonNull;

import io.transferstudy.worker.torchscript.NetworkGraph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A graph's evaluation at oneDNN's best, for CPUs: what follows a convolution (batch normalisation,
 * a sum, an activation) is computed in it, and its kernel lies as oneDNN wants it. Kernels are
 * folded and reordered once, by {@code freeze()}, which must follow every change of the state.
 */
final class FusedSource {
  private static final String KERNEL = "kernel";
  private static final String OFFSET = "offset";

  /** The layout of kernels hardly depends on it; any batch computes the same. */
  private static final int USUAL_BATCH = 16;

  private final NetworkGraph graph;
  private final GraphSource plain;
  private final Consumers consumers;
  private final List<Fusion> fusions = new ArrayList<>();
  private final StringBuilder statements = new StringBuilder();

  FusedSource(NetworkGraph graph, NetworkOptions options) {
    this.graph = graph;
    this.plain = new GraphSource(graph, options, GraphSource.Mode.INFERENCE);
    this.consumers = new Consumers(graph);
    Set<Integer> absorbed = new HashSet<>();
    for (int i = 1; i < graph.nodes().size(); i++) {
      if (graph.nodes().get(i).op() instanceof Op.Conv) {
        Fusion fusion = Fusion.from(graph, consumers, i);
        fusions.add(fusion);
        absorbed.addAll(fusion.nodes());
        statements.append(call(fusion));
      } else if (!absorbed.contains(i)) {
        statements.append(plain.statement(i));
      }
    }
  }

  /** The attributes that {@code freeze()} fills. */
  List<String> attributes() {
    return fusions.stream()
        .flatMap(fusion -> List.of(KERNEL + fusion.conv(), OFFSET + fusion.conv()).stream())
        .toList();
  }

  /** The body of the evaluation; variables as in {@link GraphSource}. */
  String statements() {
    return statements.toString();
  }

  /** The body of {@code freeze()}. */
  String freeze() {
    var source = new StringBuilder();
    fusions.forEach(fusion -> source.append(freeze(fusion)));
    return source.toString();
  }

  private String freeze(Fusion fusion) {
    int i = fusion.conv();
    Node node = graph.nodes().get(i);
    var conv = (Op.Conv) node.op();
    Node input = graph.nodes().get(node.inputs().getFirst());
    String kernel = "w" + i;
    String offset = "o" + i;
    String source =
        fusion.norm() == null
            ? "    %s = %s\n    %s = %s\n"
                .formatted(
                    kernel,
                    GraphSource.tensor(conv.key(), "weight"),
                    offset,
                    conv.bias()
                        ? GraphSource.tensor(conv.key(), "bias")
                        : "torch.zeros([%d], dtype=6)".formatted(conv.out()))
            : GraphSource.folding(conv, fusion.norm(), "s" + i, kernel, offset);
    if (fusion.factor() != 1) {
      String factor = GraphSource.number(fusion.factor());
      source +=
          "    %s = torch.mul(%s, %s)\n    %s = torch.mul(%s, %s)\n"
              .formatted(kernel, kernel, factor, offset, offset, factor);
    }
    Window w = conv.window();
    return source
        + "    self.%s%d = ops.mkldnn._reorder_convolution_weight(%s, %s, %s, [1, 1], %d, [%d, %d, %d, %d])\n"
            .formatted(
                KERNEL,
                i,
                kernel,
                GraphSource.border(w),
                GraphSource.stride(w),
                conv.groups(),
                USUAL_BATCH,
                conv.in(),
                input.height() + (w.symmetric() ? 0 : w.top() + w.bottom()),
                input.width() + (w.symmetric() ? 0 : w.left() + w.right()))
        + "    self.%s%d = torch.clone(%s)\n".formatted(OFFSET, i, offset);
  }

  private String call(Fusion fusion) {
    Node node = graph.nodes().get(fusion.conv());
    var conv = (Op.Conv) node.op();
    Window w = conv.window();
    String input = GraphSource.bordered("v" + node.inputs().getFirst(), w, "0.");
    String tensors = "self.%s%d, self.%s%d".formatted(KERNEL, fusion.conv(), OFFSET, fusion.conv());
    String geometry =
        "%s, %s, [1, 1], %d".formatted(GraphSource.border(w), GraphSource.stride(w), conv.groups());
    String scalars = "annotate(List[Optional[number]], [%s])";
    String result = "    v" + fusion.nodes().getLast() + " = ";
    Activation last = fusion.activation();
    if (fusion.summand() == null) {
      return result
          + "ops.mkldnn._convolution_pointwise(%s, %s, %s, \"%s\", %s, \"\")\n"
              .formatted(
                  input,
                  tensors,
                  geometry,
                  last == null ? "none" : last.fused(),
                  scalars.formatted(last == null ? "" : last.scalars()));
    }
    String summand = "v" + fusion.summand();
    return result
        + "ops.mkldnn._convolution_pointwise%s, %s, %s, \"add\", 1., %s, %s, %s)\n"
            .formatted(
                mayOverwriteSummand(fusion)
                    ? "_(%s, %s".formatted(summand, input)
                    : "(%s, %s".formatted(input, summand),
                tensors,
                geometry,
                last == null ? "None" : "\"" + last.fused() + "\"",
                scalars.formatted(""),
                last == null ? "None" : "\"\"");
  }

  /** Where everybody else has read it already. The input is the caller's. */
  private boolean mayOverwriteSummand(Fusion fusion) {
    int summand = requireNonNull(fusion.summand());
    return summand > 0
        && consumers.of(summand).stream()
            .allMatch(reader -> reader < fusion.conv() || reader == fusion.sum());
  }
}
