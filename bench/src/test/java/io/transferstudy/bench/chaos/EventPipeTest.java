package io.transferstudy.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EventPipeTest {
  @Test
  void an_event_never_overtakes_a_delayed_one() throws Exception {
    var disturbance = new AtomicReference<>(new Disturbance(0, Duration.ofMillis(200)));
    try (var out = new PipedOutputStream();
        var in = new PipedInputStream(out);
        var pipe = new EventPipe(out, disturbance::get)) {
      pipe.event(bytes("late "));
      disturbance.set(new Disturbance(2, Duration.ZERO));
      pipe.event(bytes("soon "));
      pipe.other(bytes("once"));
      assertThat(new String(in.readNBytes(24), StandardCharsets.UTF_8))
          .isEqualTo("late soon soon soon once");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
