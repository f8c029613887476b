package io.transferstudy.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The lines that the shipped logback.xml makes. */
@ResourceLock(Resources.SYSTEM_OUT)
class LogFormatTest {
  private static String line(String format) throws Exception {
    PrintStream before = System.out;
    var out = new ByteArrayOutputStream();
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("TRANSFER_STUDY_LOG_FORMAT", format);
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      var configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
      context
          .getLogger("io.transferstudy.operator.event.EventRecorder")
          .atWarn()
          .addKeyValue("namespace", "vision")
          .addKeyValue("cell", "cell-1")
          .log("attempt {} failed: \"disk\"", 1);
    } finally {
      System.setOut(before);
      context.stop();
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void textIsForPeople() throws Exception {
    assertThat(line("text"))
        .contains("WARN")
        .endsWith("attempt 1 failed: \"disk\" namespace='vision' cell='cell-1'\n");
  }

  @Test
  void jsonIsOneObjectALineWithStudyAndCellAsFields() throws Exception {
    String line = line("json");
    assertThat(line).endsWith("}\n");
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(line.strip().lines()).hasSize(1);
    assertThat(json.path("level").asText()).isEqualTo("WARN");
    assertThat(json.path("formattedMessage").asText()).isEqualTo("attempt 1 failed: \"disk\"");
    assertThat(json.path("kvpList").toString())
        .isEqualTo("[{\"namespace\":\"vision\"},{\"cell\":\"cell-1\"}]");
  }
}
