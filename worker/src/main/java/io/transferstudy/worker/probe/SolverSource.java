package io.transferstudy.worker.probe;

import io.transferstudy.worker.torchscript.Attribute;
import io.transferstudy.worker.torchscript.ModuleArchive;
import io.transferstudy.worker.torchscript.Precision;
import io.transferstudy.worker.weights.Tensor;
import java.util.List;
import java.util.stream.Stream;

/**
 * The solver's operations on native tensors, as TorchScript. Its state lives in the module, so that
 * a call carries a few numbers only.
 *
 * <p>Shapes: n examples, K classes, r rotated features and a constant one (D = r + 1), m slots.
 *
 * <ul>
 *   <li>z [n, D]: the features, centred and rotated into the eigenbasis of their Gram matrix, and a
 *       column of ones; ev [D]: the eigenvalues, then n; pen [D]: ones, then 0 for the bias
 *   <li>w [K, D]: the weights; g [K, D]: the gradient of the cross-entropy; sd [K, D]: the square
 *       root of the diagonal scaling; dir [K, D]: the direction; gs [K, D]: the scaled gradient
 *   <li>a [n, K]: logits minus the label's logit, and -inf at the label, so that exp is 0 there; u
 *       [n, K]: the same of the direction, 0 at the label; r [n, K]: the residual
 *   <li>s, yc [m, K D]: the steps and changes of the cross-entropy's gradient; p [2 m, K D]: both
 *       with the penalty's part, scaled for the present lambda
 *   <li>hw [3, K, D], ha [3, n, K]: the last solutions and their logits, newest first; sb, sv: the
 *       directions among them
 * </ul>
 *
 * <p>Cross-entropies are computed without cancellation: with m = max(a, 0), e = exp(a - m), t = sum
 * e, e0 = exp(-m) they are m + log(e0 + t), and log1p(t) where m is 0.
 */
final class SolverSource {
  private static final List<String> STATE =
      List.of(
          "basis", "mean", "z", "y", "ev", "pen", "w", "g", "sd", "dir", "gs", "a", "u", "r",
          "loss", "s", "yc", "p", "hw", "ha", "sb", "sv");

  private SolverSource() {}

  static ModuleArchive archive() {
    Tensor empty = new Tensor(new long[] {0}, new float[0]);
    return new ModuleArchive(
        STATE.stream()
            .map(name -> new Attribute(name, empty, Precision.FLOAT, false, false))
            .toList(),
        Stream.of(SETUP, LOGITS, LAMBDA, ITERATION, SUBSPACE).reduce("", String::concat));
  }

  /** Rotation, start at zero, and the way back. Dtypes are numbers: 6 float32, 7 float64. */
  private static final String SETUP =
      """
        def setup(self: __torch__.Net, x: Tensor, labels: Tensor, sizes: Tensor) -> Tensor:
          type = int(sizes[0])
          k = int(sizes[1])
          slots = int(sizes[2])
          xd = torch.to(x, 7)
          mean = torch.mean(xd, [0])
          xd = torch.sub(xd, mean)
          n = torch.size(xd, 0)
          wide = torch.lt(n, torch.size(xd, 1))
          if wide:
            gram = torch.matmul(xd, torch.t(xd))
          else:
            gram = torch.matmul(torch.t(xd), xd)
          values, vectors = torch.linalg_eigh(gram)
          kept = torch.gt(values, torch.mul(values[-1], 1e-13))
          rank = int(torch.sum(kept))
          skip = torch.sub(torch.size(values, 0), rank)
          ev = torch.slice(values, 0, skip)
          q = torch.slice(vectors, 1, skip)
          if wide:
            root = torch.sqrt(ev)
            z = torch.mul(q, root)
            basis = torch.div(torch.matmul(torch.t(xd), q), root)
          else:
            z = torch.matmul(xd, q)
            basis = q
          one = torch.ones([1], dtype=7)
          one = torch.to(one, xd)
          self.mean = mean
          self.basis = torch.contiguous(basis)
          self.z = torch.to(torch.cat([z, torch.expand(one, [n, 1])], 1), type)
          self.y = torch.unsqueeze(labels, 1)
          self.ev = torch.to(torch.cat([ev, torch.mul(one, n)]), type)
          self.pen = torch.to(torch.cat([torch.ones_like(ev), torch.zeros_like(one)]), type)
          d = torch.add(rank, 1)
          self.w = torch.new_zeros(self.z, [k, d])
          self.g = torch.new_zeros(self.z, [k, d])
          self.r = torch.new_zeros(self.z, [n, k])
          self.s = torch.new_zeros(self.z, [slots, torch.mul(k, d)])
          self.yc = torch.new_zeros(self.z, [slots, torch.mul(k, d)])
          self.hw = torch.new_zeros(self.z, [3, k, d])
          self.ha = torch.new_zeros(self.z, [3, n, k])
          return ev
        def solution(self: __torch__.Net) -> Tuple[Tensor, Tensor]:
          w = torch.to(self.w, 7)
          rank = torch.sub(torch.size(w, 1), 1)
          weights = torch.matmul(self.basis, torch.t(torch.slice(w, 1, 0, rank)))
          bias = torch.sub(torch.select(w, 1, rank), torch.matmul(self.mean, weights))
          return (torch.contiguous(weights), torch.sub(bias, torch.mean(bias)))
      """;

  private static final String LOGITS =
      """
        def anchored(self: __torch__.Net, v: Tensor) -> Tensor:
          l = torch.matmul(self.z, torch.t(v))
          return torch.sub_(l, torch.gather(l, 1, self.y))
        def evaluate(self: __torch__.Net, x: Tensor) -> NoneType:
          m = torch.clamp(torch.amax(x, [1], True), min=0.)
          e = torch.exp_(torch.sub(x, m))
          t = torch.sum(e, [1], True)
          all = torch.add(torch.exp(torch.neg(m)), t)
          ce = torch.where(torch.gt(m, 0.), torch.add(m, torch.log(all)), torch.log1p(t))
          self.loss = torch.sum(ce, dtype=7)
          self.r = torch.scatter_(torch.div_(e, all), 1, self.y, torch.neg(torch.div(t, all)))
          return None
        def dot(self: __torch__.Net, a: Tensor, b: Tensor) -> Tensor:
          return torch.sum(torch.sum(torch.mul(a, b), [-1]), dtype=7)
        def penalised(self: __torch__.Net, v: Tensor) -> Tensor:
          return torch.mul(v, self.pen)
        def scaled(self: __torch__.Net, lam: float) -> List[Tensor]:
          g = torch.add(self.g, (self).penalised(self.w), alpha=torch.mul(2., lam))
          self.gs = torch.div(g, self.sd)
          last = torch.sub(torch.size(g, 1), 1)
          gw = torch.slice(g, 1, 0, last)
          gb = torch.select(self.gs, 1, last)
          squared = (self).dot((self).penalised(self.w), self.w)
          stats = [self.loss, squared, (self).dot(gw, gw), torch.sum(torch.mul(gb, gb), dtype=7)]
          return stats
        def products(self: __torch__.Net) -> Tensor:
          return torch.to(torch.mv(self.p, torch.reshape(self.gs, [-1])), 7)
      """;

  /**
   * Entering a lambda: logits and gradient anew, the scaling, the pairs under that scaling. Leaving
   * it: the classes' mean goes from the weights, which changes no probability and only lessens the
   * penalty.
   */
  private static final String LAMBDA =
      """
        def enter(self: __torch__.Net, args: Tensor) -> Tensor:
          lam = float(args[0])
          self.a = torch.scatter_((self).anchored(self.w), 1, self.y, float("-inf"))
          _0 = (self).evaluate(self.a)
          self.g = torch.matmul(torch.t(self.r), self.z)
          q = torch.abs(self.r)
          spread = torch.mean(torch.mul(q, torch.rsub(q, 1.)), [0])
          penalty = torch.mul(self.pen, torch.mul(2., lam))
          scale = torch.add(torch.mul(torch.unsqueeze(spread, 1), self.ev), penalty)
          self.sd = torch.sqrt(torch.clamp(scale, min=1e-20))
          return torch.stack((self).scaled(lam))
        def rescale(self: __torch__.Net, args: Tensor) -> Tuple[Tensor, Tensor]:
          penalty = torch.mul(self.pen, torch.mul(2., float(args[0])))
          flat = torch.reshape(self.sd, [-1])
          full = torch.reshape(torch.expand_as(penalty, self.sd), [-1])
          y = torch.add(self.yc, torch.mul(self.s, full))
          self.p = torch.cat([torch.mul(self.s, flat), torch.div(y, flat)])
          gram = torch.to(torch.matmul(self.p, torch.t(self.p)), 7)
          return ((self).products(), gram)
        def leave(self: __torch__.Net) -> Tensor:
          self.w = torch.sub(self.w, torch.mean(self.w, [0], True))
          a = torch.unsqueeze(torch.scatter(self.a, 1, self.y, 0.), 0)
          self.ha = torch.cat([a, torch.slice(self.ha, 0, 0, 2)])
          self.hw = torch.cat([torch.unsqueeze(self.w, 0), torch.slice(self.hw, 0, 0, 2)])
          return (self).dot((self).penalised(self.w), self.w)
      """;

  private static final String ITERATION =
      """
        def direct(self: __torch__.Net, coefficients: Tensor) -> Tensor:
          c = torch.to(coefficients, self.gs)
          move = torch.add(torch.reshape(self.gs, [-1]), torch.mv(torch.t(self.p), c))
          self.dir = torch.div(torch.neg(torch.view_as(move, self.gs)), self.sd)
          self.u = (self).anchored(self.dir)
          penalised = (self).penalised(self.dir)
          ru = (self).dot(self.r, self.u)
          return torch.stack([ru, (self).dot(penalised, self.w), (self).dot(penalised, self.dir)])
        def trial(self: __torch__.Net, args: Tensor) -> Tensor:
          _0 = (self).evaluate(torch.add(self.a, self.u, alpha=float(args[0])))
          return torch.stack([self.loss, (self).dot(self.r, self.u)])
        def accept(self: __torch__.Net, args: Tensor) -> Tuple[Tensor, Tensor]:
          t = float(args[0])
          lam = float(args[1])
          row = int(args[2])
          slots = torch.size(self.s, 0)
          step = torch.mul(self.dir, t)
          self.w = torch.add(self.w, step)
          self.a = torch.add_(self.a, self.u, alpha=t)
          g = torch.matmul(torch.t(self.r), self.z)
          change = torch.sub(g, self.g)
          self.g = g
          ss = torch.mul(step, self.sd)
          full = torch.add(change, (self).penalised(step), alpha=torch.mul(2., lam))
          ys = torch.div(full, self.sd)
          _0 = torch.copy_(torch.select(self.s, 0, row), torch.reshape(step, [-1]))
          _1 = torch.copy_(torch.select(self.yc, 0, row), torch.reshape(change, [-1]))
          _2 = torch.copy_(torch.select(self.p, 0, row), torch.reshape(ss, [-1]))
          place = torch.add(slots, row)
          _3 = torch.copy_(torch.select(self.p, 0, place), torch.reshape(ys, [-1]))
          stats = (self).scaled(lam)
          curvature = [(self).dot(ss, ys), (self).dot(ys, ys)]
          return (torch.stack(torch.add(stats, curvature)), (self).products())
      """;

  /** The span of the last solution and the path's first and second difference. */
  private static final String SUBSPACE =
      """
        def span(self: __torch__.Net, mix: Tensor) -> Tuple[Tensor, Tensor]:
          m = torch.to(mix, self.w)
          count = torch.size(m, 0)
          w = torch.reshape(torch.slice(self.hw, 0, 0, count), [count, -1])
          self.sb = torch.matmul(m, w)
          a = torch.reshape(torch.slice(self.ha, 0, 0, count), [count, -1])
          self.sv = torch.view(torch.matmul(m, a), [count, torch.size(self.a, 0), -1])
          flat = torch.reshape((self).penalised(self.w), [-1])
          pen = torch.reshape(torch.expand_as(self.pen, self.w), [-1])
          squares = torch.matmul(torch.mul(self.sb, pen), torch.t(self.sb))
          return (torch.to(torch.mv(self.sb, flat), 7), torch.to(squares, 7))
        def probe(self: __torch__.Net, point: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
          c = torch.to(point, self.w)
          count = torch.size(c, 0)
          v = torch.reshape(self.sv, [count, -1])
          _0 = (self).evaluate(torch.add(self.a, torch.view_as(torch.mv(torch.t(v), c), self.a)))
          gradient = torch.mv(v, torch.reshape(self.r, [-1]))
          weighted = torch.mul(self.sv, self.r)
          means = torch.sum(weighted, [2])
          second = torch.matmul(torch.reshape(weighted, [count, -1]), torch.t(v))
          hessian = torch.sub(second, torch.matmul(means, torch.t(means)))
          return (self.loss, torch.to(gradient, 7), torch.to(hessian, 7))
        def shift(self: __torch__.Net, point: Tensor) -> NoneType:
          move = torch.mv(torch.t(self.sb), torch.to(point, self.w))
          self.w = torch.add(self.w, torch.view_as(move, self.w))
          return None
      """;
}
