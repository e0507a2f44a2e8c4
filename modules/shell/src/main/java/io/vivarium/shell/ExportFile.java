package io.vivarium.shell;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.vivarium.model.Acl;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subtree as JSON: a header and a list of nodes, parents first, with paths relative to the top. Read and written node by node, so that
 * its size does not matter.
 */
final class ExportFile {
  static final String FORMAT = "vivarium-export-1";

  private ExportFile() {}

  /**
   * A node of an export.
   *
   * @param path below the top; empty for the top itself
   * @param acl null when the file has none
   */
  record Node(String path, byte @Nullable [] data, @Nullable List<Acl> acl) {}

  /** Takes one node after the other. */
  @FunctionalInterface
  interface Sink {
    void take(Node node) throws Failure, IOException;
  }

  /** Writes an export. */
  static final class Output implements AutoCloseable {
    private final JsonGenerator json;
    private final String top;
    private boolean begun;

    Output(Writer to, String top) throws IOException {
      this.top = top;
      json = JsonPrinter.FACTORY.createGenerator(to);
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      json.setPrettyPrinter(new DefaultPrettyPrinter());
    }

    private void begin() throws IOException {
      if (!begun) {
        begun = true;
        json.writeStartObject();
        json.writeStringField("format", FORMAT);
        json.writeStringField("top", top);
        json.writeArrayFieldStart("nodes");
      }
    }

    void add(Node node) throws IOException {
      begin();
      json.writeStartObject();
      json.writeStringField("path", node.path());
      DataField.write(node.data(), json);
      if (node.acl() != null) {
        JsonPrinter.acl(node.acl(), json);
      }
      json.writeEndObject();
    }

    /** All nodes are there. What was not finished has no end, and nobody takes it for an export. */
    void finish() throws IOException {
      begin();
      json.writeEndArray();
      json.writeEndObject();
    }

    @Override
    public void close() throws IOException {
      if (begun) {
        json.writeRaw('\n');
      }
      json.close();
    }
  }

  /** Writes what a file shall hold. */
  @FunctionalInterface
  interface Content {
    /** Returns what {@link #replace} returns. */
    long write(Writer out) throws Failure, IOException;
  }

  /**
   * Writes a file beside the one of that name, and puts it in its place when it is whole and on disk; when that fails, the one before is as
   * it was. What is no file, a pipe for example, is written to as it is.
   */
  static long replace(Path file, Content content) throws Failure, IOException {
    boolean there = Files.exists(file);
    if (there && !Files.isRegularFile(file)) {
      try (Writer out = Files.newBufferedWriter(file)) {
        return content.write(out);
      }
    }
    Path target = there ? file.toRealPath() : file;
    Path unfinished =
        target.resolveSibling(
            target.getFileName() + ".unfinished-" + ProcessHandle.current().pid());
    Files.createFile(unfinished); // fails on what is there, be it a link of somebody else's
    try {
      long written;
      try (FileOutputStream bytes = new FileOutputStream(unfinished.toFile());
          Writer out = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
        if (there) {
          keepPermissions(target, unfinished);
        }
        written = content.write(out);
        out.flush();
        bytes.getFD().sync();
      }
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
      return written;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void keepPermissions(Path of, Path on) throws IOException {
    PosixFileAttributeView before = Files.getFileAttributeView(of, PosixFileAttributeView.class);
    if (before != null) {
      Files.setPosixFilePermissions(on, before.readAttributes().permissions());
    }
  }

  /** Reads an export; what is not as it must be is named with its line. */
  static void read(Reader from, Sink sink) throws Failure, IOException {
    try (JsonParser json = JsonPrinter.FACTORY.createParser(from)) {
      expect(json, json.nextToken(), JsonToken.START_OBJECT);
      boolean known = false;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        switch (field) {
          case "format" -> known = FORMAT.equals(json.getText());
          case "nodes" -> {
            if (!known) {
              throw wrong(json, "the first field must be \"format\": \"" + FORMAT + "\"");
            }
            expect(json, value, JsonToken.START_ARRAY);
            while (json.nextToken() == JsonToken.START_OBJECT) {
              sink.take(node(json));
            }
            expect(json, json.currentToken(), JsonToken.END_ARRAY);
          }
          default -> json.skipChildren();
        }
      }
      expect(json, json.currentToken(), JsonToken.END_OBJECT);
      if (!known) {
        throw wrong(json, "this is no " + FORMAT);
      }
    }
  }

  private static Node node(JsonParser json) throws Failure, IOException {
    String path = null;
    byte[] data = null;
    List<Acl> acl = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "path" -> path = text(json, value);
        case DataField.TEXT ->
            data =
                value == JsonToken.VALUE_NULL
                    ? null
                    : text(json, value).getBytes(StandardCharsets.UTF_8);
        case DataField.BASE64 -> data = decode(json, text(json, value));
        case "acl" -> acl = acl(json, value);
        default -> json.skipChildren();
      }
    }
    if (path == null) {
      throw wrong(json, "a node has no path");
    }
    return new Node(path, data, acl);
  }

  private static byte[] decode(JsonParser json, String text) throws Failure {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw wrong(json, DataField.BASE64 + " is no base64");
    }
  }

  private static List<Acl> acl(JsonParser json, JsonToken value) throws Failure, IOException {
    expect(json, value, JsonToken.START_ARRAY);
    List<Acl> acl = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      acl.addAll(entry(text(json, json.currentToken())));
    }
    return acl;
  }

  /** One entry; ids may hold commas, names of certificates do. */
  private static List<Acl> entry(String text) throws Failure {
    int first = text.indexOf(':');
    int last = text.lastIndexOf(':');
    if (first < 0 || first == last) {
      return Acls.parse(text);
    }
    return List.of(
        new Acl(
            Acls.bits(text.substring(last + 1)),
            text.substring(0, first),
            text.substring(first + 1, last)));
  }

  private static String text(JsonParser json, @Nullable JsonToken token)
      throws Failure, IOException {
    expect(json, token, JsonToken.VALUE_STRING);
    return json.getText();
  }

  private static void expect(JsonParser json, @Nullable JsonToken found, JsonToken wanted)
      throws Failure {
    if (found != wanted) {
      throw wrong(json, "there is " + found + " where " + wanted + " must be");
    }
  }

  private static Failure wrong(JsonParser json, String what) {
    return new Failure(
        "FILE",
        "line " + json.currentLocation().getLineNr() + " of the export: " + what,
        null,
        Failure.FAILED);
  }
}
