package dev.wayleave.importers.headscale.running;

import dev.wayleave.tailnet.cutover.Presented;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Asks a server for its certificate, by beginning TLS and sending nothing.
public final class CertificateQuestion {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int HTTPS = 443;

  private final X509TrustManager trust;
  private final Duration limit;

  /// By what this machine trusts.
  public CertificateQuestion() {
    this(usualTrust(), LIMIT);
  }

  CertificateQuestion(X509TrustManager trust, Duration limit) {
    this.trust = trust;
    this.limit = limit;
  }

  static X509TrustManager trust(@Nullable KeyStore roots) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(roots);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static X509TrustManager usualTrust() {
    try {
      return trust(null);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform brings roots that it trusts", e);
    }
  }

  /// What stands at the host and port of a URL.
  public Presented ask(URI url) {
    if (!"https".equals(url.getScheme()) || url.getHost() == null) {
      return new Presented.Unasked();
    }
    int port = url.getPort() < 0 ? HTTPS : url.getPort();
    Presented answer = new Presented.Unreachable("the name has no address");
    try {
      for (InetAddress address : InetAddress.getAllByName(url.getHost())) {
        answer = ask(new InetSocketAddress(address, port), url.getHost());
        if (!(answer instanceof Presented.Unreachable)) {
          break;
        }
      }
    } catch (UnknownHostException e) {
      // Which is what stands in the answer.
    }
    return answer;
  }

  Presented ask(InetSocketAddress address, String host) {
    int millis = Math.toIntExact(limit.toMillis());
    try (Socket tcp = new Socket()) {
      tcp.connect(address, millis);
      tcp.setSoTimeout(millis);
      return handshake(tcp, host);
    } catch (SocketTimeoutException e) {
      return new Presented.Unreachable("no answer in " + limit.toSeconds() + " s");
    } catch (IOException | GeneralSecurityException e) {
      return new Presented.Unreachable(reason(e));
    }
  }

  private Presented handshake(Socket tcp, String host)
      throws IOException, GeneralSecurityException {
    Witness witness = new Witness(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {witness}, new SecureRandom());
    try (SSLSocket tls =
        (SSLSocket) context.getSocketFactory().createSocket(tcp, host, tcp.getPort(), true)) {
      // An address is no name that could be asked for (RFC 6066 §3).
      if (!host.startsWith("[") && !host.matches("[0-9.]+")) {
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host.replaceFirst("\\.$", ""))));
        tls.setSSLParameters(parameters);
      }
      tls.startHandshake();
    } catch (SSLException e) {
      // A server that wants a certificate of the client's ends it here, having shown its own.
      if (witness.chain.isEmpty()) {
        return new Presented.NoTls(reason(e));
      }
    }
    return witness.chain.isEmpty()
        ? new Presented.NoTls("it shows no certificate")
        : new Presented.Chain(witness.chain, witness.trusted);
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : message.lines().findFirst().orElse("no reason given");
  }

  /// Notes what it is shown and whether it is to be trusted; nothing is sent over the connection
  /// that could be taken.
  private static final class Witness extends X509ExtendedTrustManager {
    private final X509TrustManager judge;
    private List<X509Certificate> chain = List.of();
    private boolean trusted;

    Witness(X509TrustManager judge) {
      this.judge = judge;
    }

    private void note(X509Certificate[] shown, String authType) {
      chain = List.of(shown);
      try {
        judge.checkServerTrusted(shown, authType);
        trusted = true;
      } catch (CertificateException e) {
        trusted = false;
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String authType) {
      note(shown, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String authType, Socket socket) {
      note(shown, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String authType, SSLEngine engine) {
      note(shown, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String authType)
        throws CertificateException {
      throw new CertificateException("no client comes here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String authType, Socket socket)
        throws CertificateException {
      throw new CertificateException("no client comes here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String authType, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("no client comes here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return judge.getAcceptedIssuers();
    }
  }
}
