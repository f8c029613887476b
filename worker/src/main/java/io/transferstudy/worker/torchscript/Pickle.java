package io.transferstudy.worker.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the few opcodes of Python's pickle, protocol 2, that a TorchScript archive needs. The
 * names are those of Python's pickletools.
 */
final class Pickle {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Pickle() {
    out.write(0x80);
    out.write(2);
  }

  Pickle global(String module, String name) {
    out.write('c');
    ascii(module + "\n" + name + "\n");
    return this;
  }

  Pickle integer(long value) {
    int small = Math.toIntExact(value);
    out.write('J');
    littleEndian(small);
    return this;
  }

  Pickle string(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    out.write('X');
    littleEndian(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  Pickle bool(boolean value) {
    out.write(value ? 0x88 : 0x89);
    return this;
  }

  Pickle emptyTuple() {
    out.write(')');
    return this;
  }

  Pickle emptyDictionary() {
    out.write('}');
    return this;
  }

  Pickle mark() {
    out.write('(');
    return this;
  }

  Pickle tuple() {
    out.write('t');
    return this;
  }

  Pickle integers(long... values) {
    mark();
    for (long value : values) {
      integer(value);
    }
    return tuple();
  }

  Pickle newObject() {
    out.write(0x81);
    return this;
  }

  Pickle persistentId() {
    out.write('Q');
    return this;
  }

  Pickle reduce() {
    out.write('R');
    return this;
  }

  Pickle setItems() {
    out.write('u');
    return this;
  }

  Pickle build() {
    out.write('b');
    return this;
  }

  byte[] stop() {
    out.write('.');
    return out.toByteArray();
  }

  private void littleEndian(int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(value >>> shift);
    }
  }

  private void ascii(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
