package io.transferstudy.worker.torchscript;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive with one module class: attributes and the source of its methods.
 *
 * <p>Methods are written in the dialect of serialised TorchScript: the type of {@code self} is
 * {@value #SELF}, operators are calls ({@code torch.add(a, b)}), an attribute whose name is no
 * identifier is read by {@code getattr(self, "name")}.
 *
 * @param attributes the module's tensors
 * @param methods the source of its methods, each indented by two spaces
 */
public record ModuleArchive(List<Attribute> attributes, String methods) {
  /** The type of {@code self} in every method. */
  public static final String SELF = "__torch__.Net";

  /** Versions above 10 are refused by libtorch 2.7. */
  private static final String VERSION = "10\n";

  private static final byte[] EMPTY_TUPLE_PICKLE = {(byte) 0x80, 2, ')', '.'};

  public ModuleArchive {
    attributes = List.copyOf(attributes);
  }

  /** Writes the archive, stored as it is: it is read once, at once. */
  public void writeTo(OutputStream out) throws IOException {
    var zip = new ZipOutputStream(out);
    entry(zip, "data.pkl", pickle());
    entry(zip, "code/__torch__.py", source().getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < attributes.size(); i++) {
      entry(zip, "data/" + i, data(attributes.get(i)));
    }
    entry(zip, "constants.pkl", EMPTY_TUPLE_PICKLE);
    entry(zip, "version", VERSION.getBytes(StandardCharsets.US_ASCII));
    zip.finish();
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    var crc = new CRC32();
    crc.update(content);
    var entry = new ZipEntry("net/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** The source of the module class, for whoever wants to read it. */
  public String source() {
    String trained =
        attributes.stream()
            .filter(Attribute::trained)
            .map(a -> "\"" + a.name() + "\", ")
            .collect(Collectors.joining());
    String declared =
        attributes.stream()
            .map(a -> "  __annotations__[\"" + a.name() + "\"] = Tensor\n")
            .collect(Collectors.joining());
    return "class Net(Module):\n  __parameters__ = ["
        + trained
        + "]\n  __buffers__ = []\n  training : bool\n  __annotations__ = []\n"
        + declared
        + methods;
  }

  private byte[] pickle() {
    var pickle = new Pickle().global("__torch__", "Net").emptyTuple().newObject();
    pickle.emptyDictionary().mark().string("training").bool(true);
    for (int i = 0; i < attributes.size(); i++) {
      Attribute attribute = attributes.get(i);
      pickle.string(attribute.name());
      tensor(pickle, attribute, i);
    }
    return pickle.setItems().build().stop();
  }

  private static void tensor(Pickle pickle, Attribute attribute, int storage) {
    pickle.global("torch._utils", "_rebuild_tensor_v2").mark();
    pickle.mark().string("storage").global("torch", attribute.precision().storage);
    pickle.string(Integer.toString(storage)).string("cpu").integer(attribute.data().length).tuple();
    pickle.persistentId().integer(0).integers(attribute.shape()).integers(attribute.strides());
    pickle.bool(attribute.trained());
    pickle.global("collections", "OrderedDict").emptyTuple().reduce();
    pickle.tuple().reduce();
  }

  private static byte[] data(Attribute attribute) {
    float[] data = attribute.data();
    long[] shape = attribute.shape();
    int planes = attribute.permuted() ? Math.toIntExact(shape[1]) : 1;
    int positions = attribute.permuted() ? Math.toIntExact(shape[2] * shape[3]) : 1;
    var buffer = ByteBuffer.allocate(data.length * attribute.precision().bytes);
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    int block = planes * positions;
    for (int start = 0; start < data.length; start += block) {
      for (int position = 0; position < positions; position++) {
        for (int plane = 0; plane < planes; plane++) {
          float value = data[start + plane * positions + position];
          switch (attribute.precision()) {
            case FLOAT -> buffer.putFloat(value);
            case DOUBLE -> buffer.putDouble(value);
          }
        }
      }
    }
    return buffer.array();
  }
}
