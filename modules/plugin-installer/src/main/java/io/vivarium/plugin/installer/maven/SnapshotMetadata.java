package io.vivarium.plugin.installer.maven;

import io.vivarium.plugin.installer.content.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What {@code maven-metadata.xml} says of the builds of a snapshot. */
final class SnapshotMetadata {
  private SnapshotMetadata() {}

  /**
   * The version of the newest build that has a package.
   *
   * @param content of a {@code maven-metadata.xml} of a snapshot
   */
  static String newestBuild(byte[] content, Coordinates wanted) throws Refusal {
    Element metadata = parse(content, wanted);
    NodeList builds = metadata.getElementsByTagName("snapshotVersion");
    for (int i = 0; i < builds.getLength(); i++) {
      if (builds.item(i) instanceof Element build
          && "plugin".equals(text(build, "classifier"))
          && "zip".equals(text(build, "extension"))) {
        return checked(text(build, "value"), wanted);
      }
    }
    throw new Refusal(wanted + ": no build of this snapshot has a package");
  }

  /** It becomes part of an address. */
  private static String checked(@Nullable String build, Coordinates wanted) throws Refusal {
    String stem = wanted.version().substring(0, wanted.version().lastIndexOf('-'));
    if (build == null || !build.startsWith(stem) || !build.matches("[A-Za-z0-9_.+-]{1,250}")) {
      throw new Refusal(wanted + ": maven-metadata.xml names no build of this version");
    }
    return build;
  }

  private static @Nullable String text(Element parent, String name) {
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child.getNodeName().equals(name)) {
        return child.getTextContent().trim();
      }
    }
    return null;
  }

  private static Element parse(byte[] content, Coordinates wanted) throws Refusal {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      // Neither entities that grow nor files of this machine.
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      Document document = builder.parse(new ByteArrayInputStream(content));
      return document.getDocumentElement();
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new Refusal(wanted + ": maven-metadata.xml cannot be read: " + e.getMessage(), e);
    }
  }
}
