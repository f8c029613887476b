package io.transferstudy.operator.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeadershipTest {
  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5); // the clock may run over
  private final Leadership leadership = new Leadership("space", () -> {}, time::get);

  @Test
  void whoFollowsALeaderThatVanishedWaitsForItsLastRequests() {
    leadership.leaderIs("another");
    assertThat(leadership.echo()).as("it does not lead").isZero();

    leadership.begins();
    assertThat(leadership.echo()).isEqualTo(Leadership.ECHO);
    time.addAndGet(Duration.ofSeconds(20).toNanos());
    assertThat(leadership.echo()).isEqualTo(Leadership.ECHO.minusSeconds(20));
    time.addAndGet(Leadership.ECHO.toNanos());
    assertThat(leadership.echo()).isZero();
  }

  @Test
  void theFirstLeaderWaitsForNobody() {
    leadership.begins();

    assertThat(leadership.echo()).isZero();
  }

  @Test
  void whoGaveUpItsLeaseHasNothingUnderWay() {
    leadership.leaderIs("another");
    leadership.leaderIs("");
    leadership.begins();

    assertThat(leadership.echo()).isZero();
  }
}
