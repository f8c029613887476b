package io.transferstudy.api.mapping;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where weights may be downloaded from, as a manifest writes it. */
public final class WeightsUri {
  /** What a manifest must write, for people. */
  static final String EXPECTED = "must be https://HOST/PATH or hf://OWNER/NAME[/FILE][@REVISION]";

  private static final String HUGGING_FACE = "huggingface.co";
  private static final Pattern HF =
      Pattern.compile("hf://[-\\w.]+/[-\\w.]+(/[-\\w./]+)?(@[-\\w./]+)?");

  private WeightsUri() {}

  /** The host that is asked first; empty if this is no such address. */
  static Optional<String> host(String uri) {
    if (uri.startsWith("hf://")) {
      return HF.matcher(uri).matches() && !uri.contains("..")
          ? Optional.of(HUGGING_FACE)
          : Optional.empty();
    }
    try {
      var parsed = new URI(uri);
      return "https".equals(parsed.getScheme())
              && parsed.getHost() != null
              && parsed.getRawUserInfo() == null
              && parsed.getRawPath() != null
              && parsed.getRawPath().length() > 1
          ? Optional.of(parsed.getHost().toLowerCase(Locale.ROOT))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
