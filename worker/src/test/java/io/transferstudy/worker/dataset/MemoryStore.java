package io.transferstudy.worker.dataset;

import io.transferstudy.worker.image.Image;
import io.transferstudy.worker.image.ImageDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Keeps every image in memory. */
final class MemoryStore implements ImageStore {

  private record Kept(String path, byte[] bytes) implements Pixels {
    @Override
    public Image image() {
      return ImageDecoder.decode(bytes, Path.of(path));
    }

    @Override
    public byte[] content() {
      return bytes;
    }
  }

  @Override
  public Pixels keep(String path, long size, InputStream content) throws IOException {
    return new Kept(path, content.readAllBytes());
  }

  @Override
  public Pixels keep(String name, Image raw) {
    return new Pixels.Raw(raw);
  }
}
