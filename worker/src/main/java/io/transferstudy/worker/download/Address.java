package io.transferstudy.worker.download;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An address that may be asked: its form is right and its host is allowed.
 *
 * <p>{@code toString} leaves out what may be secret, the query.
 */
record Address(URI uri) {
  private static final String HUB_SCHEME = "hf://";
  private static final String HUB_FILE = "model.safetensors";
  private static final String HUB_REVISION = "main";
  private static final String FORMS =
      "Write https://HOST/PATH or hf://OWNER/NAME[/FILE][@REVISION].";

  /**
   * Reads {@code https://...} or {@code hf://owner/name[/file][@revision]}.
   *
   * @throws DownloadException if it is neither, or may not be asked
   */
  static Address of(String source, DownloadRules rules) {
    if (source.startsWith(HUB_SCHEME)) {
      return checked(hub(source, rules.hub()), source, rules);
    }
    try {
      return checked(new URI(source), shown(source), rules);
    } catch (URISyntaxException e) {
      throw refused(shown(source), "is no address (" + e.getReason() + "). " + FORMS);
    }
  }

  /**
   * Where a redirect leads.
   *
   * @throws DownloadException if that may not be asked
   */
  Address redirected(String location, DownloadRules rules) {
    String via = this + " redirects to " + shown(location);
    try {
      return checked(uri.resolve(new URI(location)), via, rules);
    } catch (URISyntaxException e) {
      throw refused(via, "which is no address. Use another source.");
    }
  }

  private static URI hub(String source, URI hub) {
    String rest = source.substring(HUB_SCHEME.length());
    int at = rest.lastIndexOf('@');
    String revision = at < 0 ? HUB_REVISION : rest.substring(at + 1);
    List<String> path = Arrays.asList((at < 0 ? rest : rest.substring(0, at)).split("/", -1));
    boolean plain =
        path.stream()
                .allMatch(part -> part.matches("[^\\p{Cntrl}\\\\?#%]+") && !part.matches("\\.+"))
            && revision.matches("[A-Za-z0-9._/-]+");
    if (path.size() < 2 || !plain) {
      throw refused(source, "is no model on the hub. " + FORMS);
    }
    String file =
        path.size() == 2
            ? HUB_FILE
            : path.stream().skip(2).map(Address::encoded).collect(Collectors.joining("/"));
    String base = hub.toString().replaceAll("/+$", "");
    return URI.create(
        String.join(
            "/",
            base,
            encoded(path.get(0)),
            encoded(path.get(1)),
            "resolve",
            encoded(revision),
            file));
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * @param source how messages name it
   */
  private static Address checked(URI uri, String source, DownloadRules rules) {
    String host = uri.getHost();
    if (host == null || uri.getScheme() == null) {
      throw refused(source, "has no host. " + FORMS);
    }
    if (uri.getRawUserInfo() != null) {
      throw refused(source, "has a user name in it, which is never sent. Leave it out.");
    }
    boolean plain = rules.plainLoopback() && uri.getScheme().equalsIgnoreCase("http");
    if (!uri.getScheme().equalsIgnoreCase("https") && !(plain && loopback(host))) {
      throw refused(source, "is not https. Use an https source.");
    }
    if (!rules.hosts().allow(host)) {
      throw refused(
          source,
          "the host %s is not among those allowed (%s). Allow it, or use another source."
              .formatted(host, rules.hosts()));
    }
    return new Address(uri);
  }

  private static DownloadException refused(String source, String why) {
    return DownloadException.lasting(source + ": " + why);
  }

  /** By its spelling: no name is looked up. */
  private static boolean loopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.matches("127(\\.[0-9]{1,3}){3}")
        || host.equals("[::1]");
  }

  /** An address as people may see it: no user, no query; rather too little than a secret. */
  private static String shown(String source) {
    try {
      URI uri = new URI(source);
      if (uri.getHost() != null) {
        return new Address(uri).toString();
      }
    } catch (URISyntaxException e) {
      // Then what may be a secret is found by its marks.
    }
    return source.replaceAll("(?s)//.*@", "//").replaceAll("(?s)[?#].*", "");
  }

  @Override
  public String toString() {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
  }
}
