package io.transferstudy.worker.download;

import io.transferstudy.worker.download.PartFile.Version;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One try to bring a file's part to its full length. */
final class Transfer {
  private static final int CHUNK = 1 << 16;
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

  private final Exchange exchange;
  private final DownloadRules rules;
  private final Address address;
  private final PartFile part;
  private final boolean digestAnnounced;
  private boolean resumed;

  /**
   * @param digestAnnounced whether a file that was cut unnoticed would be noticed later
   */
  Transfer(
      Exchange exchange,
      DownloadRules rules,
      Address address,
      PartFile part,
      boolean digestAnnounced) {
    this.exchange = exchange;
    this.rules = rules;
    this.address = address;
    this.part = part;
    this.digestAnnounced = digestAnnounced;
  }

  /** Whether any of it came from an earlier try. */
  boolean resumed() {
    return resumed;
  }

  /**
   * Returns when the file is complete.
   *
   * @throws DownloadException if another try would be of no use
   */
  void complete() throws TransientFault, InterruptedException, IOException {
    Optional<Version> known =
        part.version().filter(version -> version.address().equals(CacheEntry.digest(address)));
    if (known.isPresent() && part.size() == known.get().length()) {
      resumed = true;
      return; // the process ended between the last byte and the rename
    }
    HttpResponse<InputStream> response =
        exchange.get(address, known.map(this::from).orElse(Map.of()));
    try (InputStream body = response.body()) {
      switch (response.statusCode()) {
        case 200 -> whole(response.headers(), body);
        case 206 -> rest(response.headers(), body, known);
        default -> refused(response.statusCode());
      }
    }
  }

  private Map<String, String> from(Version version) {
    try {
      return Map.of("Range", "bytes=" + part.size() + "-", "If-Range", version.etag());
    } catch (IOException e) {
      throw Downloads.unwritable(part.file(), e);
    }
  }

  private void whole(HttpHeaders headers, InputStream body)
      throws TransientFault, InterruptedException {
    requireIdentity(headers);
    resumed = false;
    long length = headers.firstValueAsLong("Content-Length").orElse(-1);
    boolean chunked =
        headers
            .firstValue("Transfer-Encoding")
            .map(encoding -> encoding.toLowerCase(Locale.ROOT).contains("chunked"))
            .orElse(false);
    if (length < 0 && !chunked && !digestAnnounced) {
      throw DownloadException.lasting(
          address
              + ": the server does not say how long the file is, so that a cut would not be"
              + " noticed. Give its sha256.");
    }
    requireAllowed(length);
    Optional<Version> version =
        strongTag(headers).map(tag -> new Version(CacheEntry.digest(address), tag, length));
    try (FileChannel channel = part.restart(version)) {
      copy(body, channel, 0, length);
    } catch (IOException e) {
      throw Downloads.unwritable(part.file(), e);
    }
  }

  private void rest(HttpHeaders headers, InputStream body, Optional<Version> known)
      throws TransientFault, InterruptedException, IOException {
    requireIdentity(headers);
    long have = part.size();
    OptionalLong total = total(headers, have);
    boolean same =
        known.isPresent()
            && total.isPresent()
            && strongTag(headers).equals(Optional.of(known.get().etag()))
            && (known.get().length() < 0 || known.get().length() == total.getAsLong());
    if (!same) {
      part.discard();
      throw new TransientFault("the file has changed since its first part came");
    }
    requireAllowed(total.getAsLong());
    resumed = true;
    try (FileChannel channel = part.append()) {
      copy(body, channel, have, total.getAsLong());
    } catch (IOException e) {
      throw Downloads.unwritable(part.file(), e);
    }
  }

  /** The length of the whole file, if the answer goes on from there to its end. */
  private static OptionalLong total(HttpHeaders headers, long from) {
    Matcher range = CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
    if (!range.matches() || range.group(3).equals("*") || Long.parseLong(range.group(1)) != from) {
      return OptionalLong.empty();
    }
    long total = Long.parseLong(range.group(3));
    return Long.parseLong(range.group(2)) == total - 1
        ? OptionalLong.of(total)
        : OptionalLong.empty();
  }

  /** A weak one promises the same meaning, not the same bytes. */
  private static Optional<String> strongTag(HttpHeaders headers) {
    return headers.firstValue("ETag").filter(tag -> tag.startsWith("\""));
  }

  private void requireIdentity(HttpHeaders headers) {
    String encoding = headers.firstValue("Content-Encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw DownloadException.lasting(
          "%s: the server sends it as %s, which was not asked for. Use another source."
              .formatted(address, encoding));
    }
  }

  private void requireAllowed(long bytes) {
    if (bytes > rules.largestBytes()) {
      part.discard();
      throw DownloadException.lasting(
          "%s: has %s bytes, and the limit is %d. Raise the limit, or use another source."
              .formatted(address, bytes == Long.MAX_VALUE ? "more" : bytes, rules.largestBytes()));
    }
  }

  private void copy(InputStream body, FileChannel channel, long have, long length)
      throws TransientFault, InterruptedException {
    long size = have;
    var chunk = new byte[CHUNK];
    try (var guard = new IdleGuard(body, rules.readTimeout())) {
      for (int count = read(body, chunk, guard); count >= 0; count = read(body, chunk, guard)) {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while downloading " + address);
        }
        size += count;
        requireAllowed(size > rules.largestBytes() ? Long.MAX_VALUE : size);
        part.write(channel, chunk, count);
        guard.alive();
      }
    }
    if (length >= 0 && size != length) {
      throw new TransientFault("the connection ended after %d of %d bytes".formatted(size, length));
    }
  }

  private int read(InputStream body, byte[] chunk, IdleGuard guard)
      throws TransientFault, InterruptedException {
    try {
      int count = body.read(chunk);
      guard.alive();
      return count;
    } catch (IOException e) {
      if (guard.expired()) {
        throw new TransientFault("nothing came for " + rules.readTimeout().toSeconds() + " s");
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while downloading " + address);
      }
      throw new TransientFault("the connection was cut: " + e.getMessage());
    }
  }

  private void refused(int status) throws TransientFault {
    switch (status) {
      case 416 -> {
        part.discard();
        throw new TransientFault("the server no longer has what its first part was of (416)");
      }
      case 408, 425, 429, 500, 502, 503, 504 ->
          throw new TransientFault("the server answered " + status);
      case 401, 403 ->
          throw DownloadException.lasting(
              address
                  + ": the server refuses it ("
                  + status
                  + "). What needs an account is not downloaded: fetch it yourself and name the"
                  + " file.");
      case 404, 410 -> {
        part.discard();
        throw DownloadException.lasting(
            address
                + ": there is no such file ("
                + status
                + "). Check the address, and the revision if it has one.");
      }
      default -> {
        if (status >= 500) {
          throw new TransientFault("the server answered " + status);
        }
        throw DownloadException.lasting(
            address + ": the server answered " + status + ". Check the address.");
      }
    }
  }
}
