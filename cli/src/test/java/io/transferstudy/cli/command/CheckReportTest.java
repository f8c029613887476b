package io.transferstudy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.work.CheckedWeights;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckReportTest {
  @Test
  void aFileThatIsKnownAtAnotherSizeIsToldFromOneThatIsNot() {
    assertThat(outputs(true, "w.pth of 2015", Path.of("w.pth"))).startsWith("2 of 2 known outputs");
    assertThat(outputs(false, "w.pth of 2015", Path.of("w.pth"))).contains("of another image size");
    assertThat(outputs(false, null, Path.of("w.pth"))).contains("not known (no w.pth.golden.json)");
    assertThat(outputs(false, null, null)).isEqualTo("finite");
  }

  private static String outputs(boolean known, @Nullable String knownFile, @Nullable Path weights) {
    var report = new CheckReport(new PrintWriter(new StringWriter()), weights, null, false);
    return report.outputs(new CheckedWeights(2, known, 1e-6, knownFile, null, null));
  }
}
