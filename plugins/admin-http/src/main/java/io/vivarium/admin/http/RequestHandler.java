package io.vivarium.admin.http;

import io.vivarium.spi.admin.AdminContent;
import io.vivarium.spi.admin.AdminHost;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import io.vivarium.spi.admin.Health;
import io.vivarium.spi.metrics.Counter;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * All paths: the index, {@code <commandURL>/<command>}, {@code /health/live}, {@code /health/ready} and {@code /health/leader}. Every
 * other path is answered 404. Called by many threads, which it blocks.
 */
final class RequestHandler extends Handler.Abstract {
  private static final String JSON = "application/json";
  private static final String HEALTH = "/health/";
  private static final String ALLOWED = "GET, HEAD, POST, OPTIONS";

  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  private final HttpSettings settings;
  private final AdminHost host;
  private final Callers callers;
  private final ConnectionWatch watch;
  private final Counter insecure;

  /**
   * A handler for questions to a server.
   *
   * @param watch told of each question
   * @param insecure counts plain requests at a port that talks TLS too
   */
  RequestHandler(HttpSettings settings, AdminHost host, ConnectionWatch watch, Counter insecure) {
    this.settings = settings;
    this.host = host;
    this.watch = watch;
    this.callers = new Callers(settings.trustForwarded());
    this.insecure = insecure;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    watch.asks(request);
    if (settings.encryption() == HttpSettings.Encryption.BOTH && !request.isSecure()) {
      insecure.increment();
    }
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    switch (request.getMethod()) {
      case "GET", "HEAD" -> look(request, response, callback);
      case "POST" -> command(AdminMethod.POST, request, response, callback);
      case "OPTIONS" -> {
        response.getHeaders().put(HttpHeader.ALLOW, ALLOWED);
        callback.succeeded();
      }
      case "TRACE" -> status(FORBIDDEN, response, callback);
      default -> {
        response.getHeaders().put(HttpHeader.ALLOW, ALLOWED);
        status(NOT_ALLOWED, response, callback);
      }
    }
    return true;
  }

  private void look(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    if (path.startsWith(HEALTH)) {
      health(path.substring(HEALTH.length()), response, callback);
    } else if (path.equals(settings.commandUrl()) || path.equals(settings.commandUrl() + "/")) {
      index(response, callback);
    } else {
      command(AdminMethod.GET, request, response, callback);
    }
  }

  private void index(Response response, Callback callback) {
    StringBuilder page = new StringBuilder();
    for (String command : host.commands()) {
      page.append("<a href=\"")
          .append(settings.commandUrl())
          .append('/')
          .append(command)
          .append("\">")
          .append(command)
          .append("</a>\n<br/>\n");
    }
    send(response, "text/html;charset=utf-8", page.toString(), callback);
  }

  private void health(String question, Response response, Callback callback) {
    Health health = host.health();
    boolean good;
    switch (question) {
      case "live" -> good = true;
      case "ready" -> good = health.ready();
      case "leader" -> good = health.leads();
      default -> {
        status(NOT_FOUND, response, callback);
        return;
      }
    }
    response.setStatus(good ? AdminReply.OK : UNAVAILABLE);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(question, good);
    fields.put("mode", health.mode().text());
    send(response, JSON, JsonText.of(fields), callback);
  }

  private void command(AdminMethod method, Request request, Response response, Callback callback)
      throws Exception {
    String path = Request.getPathInContext(request);
    String prefix = settings.commandUrl() + "/";
    if (!path.startsWith(prefix)) {
      status(NOT_FOUND, response, callback);
      return;
    }
    AdminReply reply = host.ask(question(method, path.substring(prefix.length()), request));
    response.setStatus(reply.status());
    if (reply.status() == NOT_ALLOWED) {
      response.getHeaders().put(HttpHeader.ALLOW, method == AdminMethod.GET ? "POST" : "GET, HEAD");
    }
    reply.headers().forEach(response.getHeaders()::put);
    AdminContent content = reply.content();
    if (content == null) {
      send(response, JSON, JsonText.of(reply.fields()), callback);
    } else {
      stream(content, request, response, callback);
    }
  }

  private AdminRequest question(AdminMethod method, String command, Request request) {
    Map<String, String> parameters = new HashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      String value = field.getValue();
      parameters.put(field.getName(), value == null ? "" : value);
    }
    InputStream body =
        method == AdminMethod.POST
            ? Content.Source.asInputStream(request)
            : InputStream.nullInputStream();
    return new AdminRequest(method, command, parameters, callers.of(request), body);
  }

  private static void stream(
      AdminContent content, Request request, Response response, Callback callback)
      throws Exception {
    try (content) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/octet-stream");
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.length());
      if (!request.getMethod().equals("HEAD")) {
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
          content.writeTo(out);
        }
      }
      callback.succeeded();
    }
  }

  private static void status(int status, Response response, Callback callback) {
    response.setStatus(status);
    callback.succeeded();
  }

  private static void send(Response response, String type, String text, Callback callback) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }
}
