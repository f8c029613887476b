package io.transferstudy.worker.trial;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much address space this process may have: a limit of the system, which no code here lifts.
 */
final class AddressSpace {
  /** From Linux's sys/resource.h. */
  private static final int RLIMIT_AS = 9;

  private static final Path STATUS = Path.of("/proc/self/status");

  private AddressSpace() {}

  /**
   * Allows no more than that many bytes beyond what is in use now, for good.
   *
   * @throws IOException if this system has no such limit
   */
  static void allowMore(long bytes) throws IOException {
    long limit = inUse() + bytes;
    Linker linker = Linker.nativeLinker();
    var setrlimit =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setrlimit"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment softAndHard = arena.allocateFrom(ValueLayout.JAVA_LONG, limit, limit);
      if ((int) setrlimit.invokeExact(RLIMIT_AS, softAndHard) != 0) {
        throw new IOException("the system refuses to limit this process to " + limit + " bytes");
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("the system's limits cannot be set", e);
    }
  }

  private static long inUse() throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmSize:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .findFirst()
        .orElseThrow(() -> new IOException("no VmSize in " + STATUS));
  }
}
