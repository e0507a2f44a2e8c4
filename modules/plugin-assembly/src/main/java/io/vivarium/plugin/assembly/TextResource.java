package io.vivarium.plugin.assembly;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import org.codehaus.plexus.components.io.resources.AbstractPlexusIoResource;
import org.codehaus.plexus.components.io.resources.PlexusIoResource;

/** A file of a package that stands on no disk. */
final class TextResource extends AbstractPlexusIoResource {
  private final byte[] content;

  TextResource(String name, byte[] content) {
    super(name, PlexusIoResource.UNKNOWN_MODIFICATION_DATE, content.length, true, false, true);
    this.content = content;
  }

  @Override
  public InputStream getContents() {
    return new ByteArrayInputStream(content);
  }

  @Override
  public URL getURL() throws IOException {
    throw new IOException(getName() + " is made while the package is written and has no address");
  }
}
