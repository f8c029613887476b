package io.transferstudy.worker.pack;

import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.Labels;
import io.transferstudy.worker.dataset.Parts;
import io.transferstudy.worker.dataset.Pixels;
import io.transferstudy.worker.image.Flip;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/** A data set's classes, labels and splits as bytes. */
final class PackIndex {
  /** In the place of a class's index, where an image has several. */
  private static final int SEVERAL = -1;

  private PackIndex() {}

  /**
   * @param image the number of an example's image
   */
  static void write(Parts parts, ToIntFunction<Pixels> image, DataOutputStream out)
      throws IOException {
    out.writeInt(parts.classes().size());
    for (String name : parts.classes()) {
      out.writeUTF(name);
    }
    out.writeUTF(parts.flip().name());
    for (List<Example> part : List.of(parts.train(), parts.validation(), parts.test())) {
      out.writeInt(part.size());
      for (Example example : part) {
        out.writeUTF(example.name());
        out.writeInt(image.applyAsInt(example.pixels()));
        write(example.labels(), out);
      }
    }
  }

  private static void write(Labels labels, DataOutputStream out) throws IOException {
    switch (labels) {
      case Labels.One(int only) -> out.writeInt(only);
      case Labels.Several(var present, var ignored) -> {
        out.writeInt(SEVERAL);
        write(present, out);
        write(ignored, out);
      }
    }
  }

  private static void write(List<Integer> numbers, DataOutputStream out) throws IOException {
    out.writeInt(numbers.size());
    for (int number : numbers) {
      out.writeInt(number);
    }
  }

  /**
   * @param pixels of the image of that number
   * @throws IOException if the bytes are no index
   */
  static Parts read(DataInputStream in, IntFunction<Pixels> pixels) throws IOException {
    var classes = new ArrayList<String>();
    int count = count(in);
    for (int i = 0; i < count; i++) {
      classes.add(in.readUTF());
    }
    Flip flip = flip(in.readUTF());
    List<Example> train = examples(in, classes.size(), pixels);
    List<Example> validation = examples(in, classes.size(), pixels);
    List<Example> test = examples(in, classes.size(), pixels);
    return Parts.of(classes, train, validation, test, flip);
  }

  private static Flip flip(String name) throws IOException {
    try {
      return Flip.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new IOException("unknown flip " + name, e);
    }
  }

  private static List<Example> examples(DataInputStream in, int classes, IntFunction<Pixels> pixels)
      throws IOException {
    int count = count(in);
    var examples = new ArrayList<Example>();
    for (int i = 0; i < count; i++) {
      String name = in.readUTF();
      Pixels image = pixels.apply(in.readInt());
      int label = in.readInt();
      Labels labels =
          label == SEVERAL
              ? new Labels.Several(numbers(in, classes), numbers(in, classes))
              : Labels.of(label(label, classes));
      examples.add(new Example(name, labels, image));
    }
    return examples;
  }

  private static List<Integer> numbers(DataInputStream in, int classes) throws IOException {
    int count = count(in);
    var numbers = new ArrayList<Integer>();
    for (int i = 0; i < count; i++) {
      numbers.add(label(in.readInt(), classes));
    }
    return numbers;
  }

  private static int label(int label, int classes) throws IOException {
    if (label < 0 || label >= classes) {
      throw new IOException("class " + label + " of " + classes);
    }
    return label;
  }

  /** Of whatever follows, each of at least a byte. */
  private static int count(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available()) {
      throw new IOException("a count of " + count);
    }
    return count;
  }
}
