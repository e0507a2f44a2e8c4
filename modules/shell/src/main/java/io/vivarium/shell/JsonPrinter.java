package io.vivarium.shell;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vivarium.client.ClientEvent;
import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.Stat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** For programs: one JSON object to a line. Data that is no UTF-8 text is base64, under another name. */
final class JsonPrinter implements Printer {
  static final JsonFactory FACTORY = new JsonFactory();

  JsonPrinter() {}

  /** Writes the fields of an object. */
  @FunctionalInterface
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static String object(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  @Override
  public boolean aside(Outcome outcome) {
    return false;
  }

  @Override
  public String text(Failure failure) {
    return object(
        json -> {
          json.writeStringField("error", failure.reason());
          json.writeStringField("message", failure.text());
          if (failure.path() != null) {
            json.writeStringField("path", failure.path());
          }
        });
  }

  @Override
  public String text(Outcome outcome) {
    return object(json -> write(outcome, json));
  }

  private static void write(Outcome outcome, JsonGenerator json) throws IOException {
    switch (outcome) {
      case Outcome.Fact fact -> json.writePOJOField(fact.name(), fact.value());
      case Outcome.Created created -> {
        json.writeStringField("created", created.path());
        stat(created.stat(), json);
      }
      case Outcome.Content content -> {
        json.writeStringField("path", content.path());
        DataField.write(content.data(), json);
        stat(content.stat(), json);
      }
      case Outcome.About about -> {
        json.writeStringField("path", about.path());
        stat(about.stat(), json);
      }
      case Outcome.Names names -> {
        json.writeStringField("path", names.path());
        strings("names", names.names(), json);
        stat(names.stat(), json);
      }
      case Outcome.Path path -> json.writeStringField("path", path.path());
      case Outcome.Branch branch -> {
        json.writeStringField("path", branch.path());
        json.writeNumberField("depth", branch.depth());
      }
      case Outcome.Access access -> {
        json.writeStringField("path", access.path());
        acl(access.acl(), json);
        stat(access.stat(), json);
      }
      case Outcome.Identities identities -> identities(identities.ids(), json);
      case Outcome.Configuration configuration -> {
        json.writeStringField("configuration", configuration.text());
        stat(configuration.stat(), json);
      }
      case Outcome.Quota quota -> {
        json.writeStringField("path", quota.path());
        json.writeStringField("limits", quota.limits());
        json.writeStringField("usage", quota.usage());
      }
      case Outcome.Step step -> {
        json.writeStringField("action", step.action());
        json.writeStringField("path", step.path());
        if (step.bytes() >= 0) {
          json.writeNumberField("bytes", step.bytes());
        }
      }
      case Outcome.Event event -> event(event.event(), json);
      case Outcome.Followed followed -> {
        json.writeStringField("time", followed.time());
        json.writeStringField("event", followed.type());
        json.writeStringField("path", followed.path());
        json.writeNumberField("zxid", followed.zxid());
        if (followed.data() != null) {
          json.writeStringField("data", followed.data());
        }
      }
    }
  }

  private static void event(ClientEvent event, JsonGenerator json) throws IOException {
    switch (event) {
      case ClientEvent.StateChanged changed ->
          json.writeStringField("state", changed.state().name());
      case ClientEvent.NodeChanged changed -> {
        json.writeStringField("event", TextPrinter.word(changed.change().type()));
        json.writeStringField("path", changed.change().path());
        json.writeNumberField("zxid", changed.change().zxid());
      }
      case ClientEvent.WatchRemoved removed -> {
        json.writeStringField("event", "WatchRemoved");
        json.writeStringField("path", removed.path());
        json.writeStringField("kind", removed.kind().name());
      }
    }
  }

  private static void strings(String name, List<String> values, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private static void identities(List<AuthId> ids, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("identities");
    for (AuthId id : ids) {
      json.writeStartObject();
      json.writeStringField("scheme", id.scheme());
      json.writeStringField("id", id.id());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** An access control list, as the text that {@link Acls} reads. */
  static void acl(List<Acl> acl, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("acl");
    for (Acl entry : acl) {
      json.writeString(entry.scheme() + ":" + entry.id() + ":" + Acls.letters(entry.perms()));
    }
    json.writeEndArray();
  }

  private static void stat(@Nullable Stat stat, JsonGenerator json) throws IOException {
    if (stat == null) {
      return;
    }
    json.writeObjectFieldStart("stat");
    json.writeNumberField("czxid", stat.czxid());
    json.writeNumberField("mzxid", stat.mzxid());
    json.writeNumberField("pzxid", stat.pzxid());
    json.writeNumberField("ctime", stat.ctime());
    json.writeNumberField("mtime", stat.mtime());
    json.writeNumberField("version", stat.version());
    json.writeNumberField("cversion", stat.cversion());
    json.writeNumberField("aversion", stat.aversion());
    json.writeStringField("ephemeralOwner", "0x" + Long.toHexString(stat.ephemeralOwner()));
    json.writeNumberField("dataLength", stat.dataLength());
    json.writeNumberField("numChildren", stat.numChildren());
    json.writeEndObject();
  }
}
