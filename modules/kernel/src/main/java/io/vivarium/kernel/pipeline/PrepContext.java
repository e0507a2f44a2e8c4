package io.vivarium.kernel.pipeline;

import io.vivarium.model.AuthId;
import java.util.List;

/**
 * What every part of a request shares while it is prepared.
 *
 * @param sessionId who asks
 * @param authIds as whom
 * @param zxid the place in the order that the request gets
 * @param time wall clock in ms
 */
record PrepContext(long sessionId, List<AuthId> authIds, long zxid, long time) {}
