package io.transferstudy.operator.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The config in force: the environment, and over it the lines {@code NAME=value} of a mounted file,
 * which is read again when it changes. What must not change in a running process is taken from the
 * environment alone. A file that becomes invalid changes nothing; the log says why.
 */
public final class LiveConfig implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveConfig.class);

  /** Names the file; without it only the environment counts. */
  public static final String FILE = "TRANSFER_STUDY_CONFIG_FILE";

  private static final Duration EVERY = Duration.ofSeconds(5);

  private final Map<String, String> environment;
  private final @Nullable Path file;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final @Nullable ScheduledExecutorService timer;
  private volatile OperatorConfig current;
  private String text;

  private LiveConfig(
      Map<String, String> environment, @Nullable Path file, String text, OperatorConfig current) {
    this.environment = environment;
    this.file = file;
    this.text = text;
    this.current = current;
    this.timer =
        file == null
            ? null
            : Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("config").factory());
    if (timer != null) {
      long millis = EVERY.toMillis();
      timer.scheduleWithFixedDelay(this::readAgain, millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  /** One that never changes. */
  public static LiveConfig fixed(OperatorConfig config) {
    return new LiveConfig(Map.of(), null, "", config);
  }

  /**
   * Reads the environment and the file that it names.
   *
   * @throws InvalidConfigException naming what is wrong and what was expected
   */
  public static LiveConfig from(Map<String, String> environment) {
    String name = environment.get(FILE);
    if (name == null || name.isBlank()) {
      return new LiveConfig(environment, null, "", OperatorConfig.from(environment));
    }
    Path file = Path.of(name);
    String text = read(file);
    return new LiveConfig(environment, file, text, parse(environment, file, text));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new InvalidConfigException(FILE + "=" + file + " cannot be read: " + e);
    }
  }

  private static OperatorConfig parse(Map<String, String> environment, Path file, String text) {
    var lines = new Properties();
    try {
      lines.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidConfigException(file + ": not lines of NAME=value: " + e.getMessage());
    }
    var all = new HashMap<String, String>(environment);
    var problems = new ArrayList<String>();
    for (String name : new TreeSet<>(lines.stringPropertyNames())) {
      if (OperatorConfig.READ_AT_START.contains(name)) {
        problems.add(name + " is read at start only: set it in the environment");
      } else if (!OperatorConfig.READ_AGAIN.contains(name)) {
        problems.add(name + " is not known");
      }
      all.put(name, lines.getProperty(name));
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(file + ": " + String.join("; ", problems));
    }
    try {
      return OperatorConfig.from(all);
    } catch (InvalidConfigException e) {
      throw new InvalidConfigException(file + ": " + e.getMessage());
    }
  }

  /** The config in force now. */
  public OperatorConfig now() {
    return current;
  }

  /** Calls back after each change. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Reads the file if it has changed. */
  synchronized void readAgain() {
    if (file == null) {
      return;
    }
    try {
      String now = read(file);
      if (now.equals(text)) {
        return;
      }
      text = now; // said once, also if it is invalid
      OperatorConfig read = parse(environment, file, now);
      if (!read.equals(current)) {
        current = read;
        LOG.info("{} has changed and is in force", file);
        listeners.forEach(Runnable::run);
      }
    } catch (InvalidConfigException e) {
      LOG.error("the config stays as it was: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("not everybody took in the new config", e); // the timer goes on
    }
  }

  @Override
  public void close() {
    if (timer != null) {
      timer.shutdownNow();
    }
  }
}
