package io.transferstudy.worker.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/** Requests and the redirects that follow, each address checked before it is asked. */
final class Exchange implements AutoCloseable {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int MOST_REDIRECTS = 10;

  private final DownloadRules rules;
  private final HttpClient client;

  Exchange(DownloadRules rules) {
    this.rules = rules;
    // HTTP/1.1: one file needs no streams. The proxy is that of the JDK's system properties.
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(rules.connectTimeout())
            .build();
  }

  /**
   * The answer that is no redirect. Whoever calls closes its body.
   *
   * @throws DownloadException if a redirect leads to where it may not, or in circles
   */
  HttpResponse<InputStream> get(Address start, Map<String, String> headers)
      throws TransientFault, InterruptedException {
    Address address = start;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      HttpResponse<InputStream> response = send(address.uri(), headers);
      if (!REDIRECTS.contains(response.statusCode())) {
        return response;
      }
      close(response);
      String location = response.headers().firstValue("Location").orElse("");
      address = address.redirected(location, rules);
    }
    throw DownloadException.lasting(
        start + ": more than " + MOST_REDIRECTS + " redirects. Use another source.");
  }

  private static void close(HttpResponse<InputStream> response) throws TransientFault {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new TransientFault("the connection failed: " + e.getMessage());
    }
  }

  /**
   * A timeout of the request itself would in later JDKs end a long body too, so the wait for the
   * answer is bounded here.
   */
  private HttpResponse<InputStream> send(URI uri, Map<String, String> headers)
      throws TransientFault, InterruptedException {
    var request = HttpRequest.newBuilder(uri).header("Accept-Encoding", "identity");
    headers.forEach(request::header);
    CompletableFuture<HttpResponse<InputStream>> answer =
        client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try {
      long limit = rules.connectTimeout().plus(rules.readTimeout()).toMillis();
      return answer.get(limit, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new TransientFault("no answer within " + rules.readTimeout().toSeconds() + " s");
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw fault(uri, e.getCause() == null ? e : e.getCause());
    }
  }

  private static TransientFault fault(URI uri, Throwable cause) {
    if (cause instanceof SSLHandshakeException) {
      throw DownloadException.lasting(
          "%s: no secure connection: %s. Check the address, the proxy and this machine's clock."
              .formatted(new Address(uri), cause.getMessage()));
    }
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof UnresolvedAddressException) {
        return new TransientFault("the name " + uri.getHost() + " is not known here");
      }
    }
    String message = cause.getMessage();
    return new TransientFault(
        "the connection failed"
            + (message == null ? "" : ": " + message.lines().findFirst().orElse("")));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
