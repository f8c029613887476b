package io.transferstudy.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.operator.config.OperatorConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The chart says the version of the build and sets variables that the operator reads. */
class ChartTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path CHART = ROOT.resolve("helm/transfer-study");
  private static final Path CONFIG =
      ROOT.resolve("operator/src/main/java")
          .resolve(OperatorConfig.class.getName().replace('.', '/') + ".java");
  private static final Pattern VERSION =
      Pattern.compile("(?m)^(?:  <version>|version: |appVersion: )([^<\\s]+)");
  private static final Pattern IN_ENVIRONMENT = Pattern.compile("name: TRANSFER_STUDY_(\\w+)");
  private static final Pattern IN_FILE = Pattern.compile("(?m)^ +TRANSFER_STUDY_(\\w+)=");
  private static final Pattern READ = Pattern.compile("PREFIX \\+ \"(\\w+)\"");

  @Test
  void versionIsTheBuilds() throws IOException {
    String build = found(VERSION, ROOT.resolve("pom.xml")).first();
    assertThat(found(VERSION, CHART.resolve("Chart.yaml"))).containsExactly(build);
  }

  @Test
  void everyVariableOfTheOperatorIsSet() throws IOException {
    var inEnvironment = found(IN_ENVIRONMENT, CHART.resolve("templates/deployment.yaml"));
    assertThat(inEnvironment).contains("CONFIG_FILE", "LOG_FORMAT");
    var set = found(IN_FILE, CHART.resolve("templates/config.yaml"));
    set.addAll(inEnvironment);
    set.removeAll(List.of("CONFIG_FILE", "LOG_FORMAT")); // read elsewhere
    assertThat(set).isEqualTo(found(READ, CONFIG));
  }

  /** By server-side apply: one request makes an event or counts it up. */
  @Test
  void eventsMayBePosted() throws IOException {
    assertThat(Files.readString(CHART.resolve("templates/_helpers.tpl")))
        .containsPattern(
            "apiGroups: \\[\"\", events.k8s.io]\\n  resources: \\[events]\\n  verbs: \\[create, patch]");
  }

  private static TreeSet<String> found(Pattern pattern, Path file) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
