package io.transferstudy.worker.torchscript;

import io.transferstudy.worker.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Emits a network as a module with the methods
 *
 * <ul>
 *   <li>{@code forward(x) -> (logits, features)}: running statistics, batch norm folded into the
 *       convolutions before it;
 *   <li>{@code freeze()}, only if evaluation is fused: prepares its kernels, before the first
 *       evaluation and after every change;
 *   <li>{@code loss(x, labels)}: mean cross-entropy by batch statistics, updating the running ones;
 *   <li>{@code sgd(hyper)}: one update of every parameter, then its gradient zeroed; hyper =
 *       [learning rate, momentum, weight decay, 1 to decay normalisation and biases too else 0];
 *   <li>{@code state()}, {@code momentum()}, {@code gradients()}: dictionaries of aliases;
 *   <li>{@code allocate()}: gives every tensor of the state memory of its own, with nonsense in it;
 *   <li>{@code clear()}: zeroes the gradients that a loss has left;
 *   <li>{@code assign(target, source)}: copies values.
 * </ul>
 */
public final class NetworkModule {
  private static final String MOMENTUM = "momentum.";
  private static final String CHANNELS_LAST = "2";
  private static final String CONTIGUOUS = "0";

  private NetworkModule() {}

  /**
   * The archive of a network with its values.
   *
   * @param state a tensor for every key of {@link NetworkGraph#tensors()}, of its shape
   */
  public static ModuleArchive emit(
      NetworkGraph graph, Map<String, Tensor> state, NetworkOptions options) {
    return archive(
        graph,
        options,
        spec -> {
          Tensor value = state.get(spec.key());
          if (value == null) {
            throw new IllegalArgumentException("no initial value for " + spec.key());
          }
          return new Attribute(
              spec.key(),
              value,
              options.precision(),
              spec.role().trained(),
              options.channelsLast());
        });
  }

  /**
   * The archive of a network that has no values until {@code allocate()} is called, and nonsense
   * until they are assigned: small, whatever the network.
   */
  public static ModuleArchive unfilled(NetworkGraph graph, NetworkOptions options) {
    return archive(
        graph,
        options,
        spec ->
            Attribute.placeholder(
                spec.key(), spec.shape(), options.precision(), spec.role().trained()));
  }

  private static ModuleArchive archive(
      NetworkGraph graph, NetworkOptions options, Function<TensorSpec, Attribute> stored) {
    List<TensorSpec> specs = graph.tensors();
    var attributes = new ArrayList<Attribute>(specs.stream().map(stored).toList());
    for (TensorSpec spec : trained(specs)) {
      // Empty until training asks for it, so that a network that only evaluates needs no room.
      attributes.add(empty(MOMENTUM + spec.key(), options));
    }
    var fused = options.fused() ? new FusedSource(graph, options) : null;
    if (fused != null) {
      fused.attributes().forEach(name -> attributes.add(empty(name, options)));
    }
    return new ModuleArchive(
        attributes,
        forward(graph, options, fused)
            + (fused == null ? "" : freeze(fused))
            + loss(graph, options)
            + update()
            + sgd(specs)
            + dictionary("state", specs, spec -> attribute(spec.key()))
            + dictionary("gradients", trained(specs), spec -> attribute(spec.key()) + ".grad")
            + clear(specs)
            + momentum(trained(specs))
            + allocate(specs, options)
            + assign());
  }

  private static Attribute empty(String name, NetworkOptions options) {
    var nothing = new Tensor(new long[] {0}, new float[0]);
    return new Attribute(name, nothing, options.precision(), false, false);
  }

  private static List<TensorSpec> trained(List<TensorSpec> specs) {
    return specs.stream().filter(spec -> spec.role().trained()).toList();
  }

  static String attribute(String name) {
    return "getattr(self, \"" + name + "\")";
  }

  private static String forward(
      NetworkGraph graph, NetworkOptions options, @Nullable FusedSource fused) {
    var body = new GraphSource(graph, options, GraphSource.Mode.INFERENCE);
    return method("forward", "x: Tensor", "Tuple[Tensor, Tensor]")
        + layout(options)
        + (fused == null ? body.statements() : fused.statements())
        + "    return ("
        + body.logits()
        + ", "
        + body.features()
        + ")\n";
  }

  private static String freeze(FusedSource fused) {
    return method("freeze", "", "NoneType") + fused.freeze() + "    return None\n";
  }

  private static String loss(NetworkGraph graph, NetworkOptions options) {
    var body = new GraphSource(graph, options, GraphSource.Mode.TRAINING);
    return method("loss", "x: Tensor, labels: Tensor", "Tensor")
        + layout(options)
        + body.statements()
        + (options.several() ? severalLoss(body.logits()) : oneLoss(body.logits()));
  }

  private static String oneLoss(String logits) {
    return "    return torch.cross_entropy_loss(" + logits + ", labels, None, 1, -100, 0.)\n";
  }

  // What is left out adds nothing, and the number of images stays what is divided by, so that parts
  // of a batch add up to it.
  private static String severalLoss(String logits) {
    return "    shown = torch.clamp(labels, min=0.)\n"
        + "    each = torch.binary_cross_entropy_with_logits(%s, shown, None, None, 0)\n"
            .formatted(logits)
        + "    counted = torch.to(torch.ge(labels, 0.), 6)\n"
        + "    return torch.div(torch.sum(torch.mul(each, counted)), torch.size(labels, 0))\n";
  }

  private static String layout(NetworkOptions options) {
    return "    v0 = torch.contiguous(x, memory_format="
        + (options.channelsLast() ? CHANNELS_LAST : CONTIGUOUS)
        + ")\n";
  }

  // PyTorch's torch.optim.SGD with nesterov=True, operation by operation. Momentum starts at zero,
  // so that the first update sees v = g as PyTorch's does.
  private static String update() {
    return method("update", "p: Tensor, v: Tensor, lr: float, mu: float, decay: float", "NoneType")
        + "    g = p.grad\n"
        + "    d = g\n"
        + "    if torch.ne(decay, 0.):\n"
        + "      d = torch.add(g, p, alpha=decay)\n"
        + "    if torch.eq(torch.numel(v), 0):\n"
        + "      _0 = torch.set_(v, torch.zeros_like(p))\n"
        + "    _1 = torch.add_(torch.mul_(v, mu), d)\n"
        + "    _2 = torch.add_(p, torch.add(d, v, alpha=mu), alpha=torch.neg(lr))\n"
        + "    _3 = torch.zero_(g)\n"
        + "    return None\n";
  }

  private static String sgd(List<TensorSpec> specs) {
    var source = new StringBuilder(method("sgd", "hyper: Tensor", "NoneType"));
    source.append("    lr = float(hyper[0])\n    mu = float(hyper[1])\n    wd = float(hyper[2])\n");
    source.append("    swd = torch.mul(wd, float(hyper[3]))\n");
    int call = 0;
    for (TensorSpec spec : trained(specs)) {
      String decay = spec.role() == TensorSpec.Role.WEIGHT ? "wd" : "swd";
      source.append(
          "    _%d = (self).update(%s, %s, lr, mu, %s)\n"
              .formatted(call++, attribute(spec.key()), attribute(MOMENTUM + spec.key()), decay));
    }
    return source.append("    return None\n").toString();
  }

  private static String dictionary(
      String name, List<TensorSpec> specs, Function<TensorSpec, String> value) {
    return method(name, "", "Dict[str, Tensor]")
        + "    return {"
        + specs.stream()
            .map(spec -> "\"" + spec.key() + "\": " + value.apply(spec))
            .collect(Collectors.joining(", "))
        + "}\n";
  }

  // Lists and loops, for every statement costs time when a network is loaded.
  private static String momentum(List<TensorSpec> specs) {
    return method("momentum", "", "Dict[str, Tensor]")
        + list("ps", specs, TensorSpec::key)
        + list("vs", specs, spec -> MOMENTUM + spec.key())
        + "    for i in range(torch.len(vs)):\n"
        + "      if torch.eq(torch.numel(vs[i]), 0):\n"
        + "        _0 = torch.set_(vs[i], torch.zeros_like(ps[i]))\n"
        + "    return {"
        + IntStream.range(0, specs.size())
            .mapToObj(i -> "\"" + MOMENTUM + specs.get(i).key() + "\": vs[" + i + "]")
            .collect(Collectors.joining(", "))
        + "}\n";
  }

  private static String list(
      String variable, List<TensorSpec> specs, Function<TensorSpec, String> name) {
    return "    %s = [%s]\n"
        .formatted(
            variable,
            specs.stream()
                .map(name.andThen(NetworkModule::attribute))
                .collect(Collectors.joining(", ")));
  }

  private static String clear(List<TensorSpec> specs) {
    var source = new StringBuilder(method("clear", "", "NoneType"));
    int call = 0;
    for (TensorSpec spec : trained(specs)) {
      source.append("    _%d = torch.zero_(%s.grad)\n".formatted(call++, attribute(spec.key())));
    }
    return source.append("    return None\n").toString();
  }

  private static String allocate(List<TensorSpec> specs, NetworkOptions options) {
    return method("allocate", "", "NoneType")
        + list("ts", specs, TensorSpec::key)
        + "    for i in range(torch.len(ts)):\n"
        + "      t = ts[i]\n"
        + "      if torch.eq(torch.dim(t), 4):\n"
        + "        _0 = torch.set_(t, torch.empty_like(t, memory_format=%s))\n"
            .formatted(options.channelsLast() ? CHANNELS_LAST : CONTIGUOUS)
        + "      else:\n"
        + "        _1 = torch.set_(t, torch.empty_like(t, memory_format=%s))\n"
            .formatted(CONTIGUOUS)
        + "    return None\n";
  }

  private static String assign() {
    return method("assign", "target: Tensor, source: Tensor", "NoneType")
        + "    _0 = torch.copy_(target, source)\n"
        + "    return None\n";
  }

  private static String method(String name, String arguments, String result) {
    String more = arguments.isEmpty() ? "" : ", " + arguments;
    return "  def %s(self: %s%s) -> %s:\n".formatted(name, ModuleArchive.SELF, more, result);
  }
}
