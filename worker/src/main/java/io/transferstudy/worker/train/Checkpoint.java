package io.transferstudy.worker.train;

import io.transferstudy.worker.weights.Safetensors;
import io.transferstudy.worker.weights.Tensor;
import io.transferstudy.worker.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a run stands: enough to go on bit for bit.
 *
 * @param step updates done
 * @param losses mean training loss of each update so far
 * @param state of the network, momentum included
 */
public record Checkpoint(int step, List<Float> losses, Map<String, Tensor> state) {
  private static final Logger log = LoggerFactory.getLogger(Checkpoint.class);
  private static final String LOSSES = "checkpoint.losses";

  public Checkpoint {
    losses = List.copyOf(losses);
  }

  /** Writes one file, whole or not at all. */
  public void write(Path file) throws IOException {
    var tensors = new LinkedHashMap<>(state);
    var curve = new float[losses.size()];
    for (int i = 0; i < curve.length; i++) {
      curve[i] = losses.get(i);
    }
    tensors.put(LOSSES, new Tensor(new long[] {curve.length}, curve));
    Safetensors.write(file, tensors, Map.of());
  }

  /** The furthest of several checkpoints; one that cannot be read is as good as none. */
  public static Optional<Checkpoint> furthest(List<Path> files) {
    Checkpoint best = null;
    for (Path file : files) {
      try {
        Checkpoint checkpoint = read(file);
        if (best == null || checkpoint.step() > best.step()) {
          best = checkpoint;
        }
      } catch (WeightsException e) {
        log.warn("checkpoint not used: {}", e.getMessage());
      }
    }
    return Optional.ofNullable(best);
  }

  private static Checkpoint read(Path file) {
    var tensors = new LinkedHashMap<>(Safetensors.read(file));
    Tensor curve = tensors.remove(LOSSES);
    if (curve == null) {
      throw new WeightsException(file + " is no checkpoint: it has no " + LOSSES);
    }
    var losses = new ArrayList<Float>();
    for (float loss : curve.data()) {
      losses.add(loss);
    }
    return new Checkpoint(losses.size(), losses, tensors);
  }
}
