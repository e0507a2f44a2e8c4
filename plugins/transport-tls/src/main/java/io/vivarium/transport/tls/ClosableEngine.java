package io.vivarium.transport.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * An engine that can be closed while it is computed with. The JDK's is locked meanwhile, for seconds where an authority is asked and does
 * not answer: whoever closed it would wait so long, and that is an I/O thread with all its connections. This one is closed when the
 * computing is over. Netty asks for nothing else meanwhile: all the rest is passed on.
 */
final class ClosableEngine extends SSLEngine {
  private final SSLEngine engine;

  // Guarded by this object.
  private boolean computing;
  private boolean outboundEnded;
  private boolean inboundEnded;

  /** The engine is nobody else's from here on. */
  ClosableEngine(SSLEngine engine) {
    super(engine.getPeerHost(), engine.getPeerPort());
    this.engine = engine;
  }

  @Override
  public @Nullable Runnable getDelegatedTask() {
    Runnable task = engine.getDelegatedTask();
    return task == null ? null : () -> compute(task);
  }

  private void compute(Runnable task) {
    begin();
    try {
      task.run();
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    computing = true;
  }

  private synchronized void end() {
    computing = false;
    if (outboundEnded) {
      engine.closeOutbound();
    }
    if (inboundEnded) {
      try {
        engine.closeInbound();
      } catch (SSLException e) {
        // That the other end has not taken its leave: it is gone, or is not waited for.
      }
    }
  }

  @Override
  public synchronized void closeOutbound() {
    if (computing) {
      outboundEnded = true;
    } else {
      engine.closeOutbound();
    }
  }

  @Override
  public synchronized void closeInbound() throws SSLException {
    if (computing) {
      inboundEnded = true;
    } else {
      engine.closeInbound();
    }
  }

  @Override
  public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to)
      throws SSLException {
    return engine.wrap(from, offset, length, to);
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length)
      throws SSLException {
    return engine.unwrap(from, to, offset, length);
  }

  @Override
  public boolean isInboundDone() {
    return engine.isInboundDone();
  }

  @Override
  public boolean isOutboundDone() {
    return engine.isOutboundDone();
  }

  @Override
  public void beginHandshake() throws SSLException {
    engine.beginHandshake();
  }

  @Override
  public SSLEngineResult.HandshakeStatus getHandshakeStatus() {
    return engine.getHandshakeStatus();
  }

  @Override
  public SSLSession getSession() {
    return engine.getSession();
  }

  @Override
  public @Nullable SSLSession getHandshakeSession() {
    return engine.getHandshakeSession();
  }

  @Override
  public SSLParameters getSSLParameters() {
    return engine.getSSLParameters();
  }

  @Override
  public void setSSLParameters(SSLParameters parameters) {
    engine.setSSLParameters(parameters);
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return engine.getSupportedCipherSuites();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return engine.getEnabledCipherSuites();
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {
    engine.setEnabledCipherSuites(suites);
  }

  @Override
  public String[] getSupportedProtocols() {
    return engine.getSupportedProtocols();
  }

  @Override
  public String[] getEnabledProtocols() {
    return engine.getEnabledProtocols();
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {
    engine.setEnabledProtocols(protocols);
  }

  @Override
  public void setUseClientMode(boolean mode) {
    engine.setUseClientMode(mode);
  }

  @Override
  public boolean getUseClientMode() {
    return engine.getUseClientMode();
  }

  @Override
  public void setNeedClientAuth(boolean need) {
    engine.setNeedClientAuth(need);
  }

  @Override
  public boolean getNeedClientAuth() {
    return engine.getNeedClientAuth();
  }

  @Override
  public void setWantClientAuth(boolean want) {
    engine.setWantClientAuth(want);
  }

  @Override
  public boolean getWantClientAuth() {
    return engine.getWantClientAuth();
  }

  @Override
  public void setEnableSessionCreation(boolean allowed) {
    engine.setEnableSessionCreation(allowed);
  }

  @Override
  public boolean getEnableSessionCreation() {
    return engine.getEnableSessionCreation();
  }
}
