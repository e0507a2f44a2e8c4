/** The admin endpoint over HTTP. Start reading at {@code HttpEndpoint}, then {@code RequestHandler}, which is the map of all paths. */
@NullMarked
package io.vivarium.admin.http;

import org.jspecify.annotations.NullMarked;
