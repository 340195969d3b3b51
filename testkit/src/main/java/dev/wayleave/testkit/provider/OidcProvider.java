package dev.wayleave.testkit.provider;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An OpenID Connect provider in this process, on a free port of the loopback address.
///
/// It lets in at once whoever the test says is there, and does all that the protocol asks of it
/// (client secret, redirect address, PKCE, codes that are good for once) until it is told to do
/// something else.
public final class OidcProvider implements AutoCloseable {
  /// Somebody was let in, and the client has not fetched the tokens yet.
  private record Grant(Person person, Map<String, String> request) {}

  private final String clientId;
  private final String secret;
  private final TokenMaker tokens = new TokenMaker();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Place, Answer> answers = new EnumMap<>(Place.class);
  private final List<Place> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Grant> codes = new ConcurrentHashMap<>();
  private final Map<String, Person> accessTokens = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final int port;
  private HttpServer server;
  private volatile Person person = Person.named("ann");
  private volatile @Nullable Person userInfo;
  private volatile boolean slashed;
  private volatile Signing signing = Signing.RIGHT;
  private volatile UnaryOperator<JWTClaimsSet.Builder> edit = claims -> claims;
  private volatile @Nullable Signing userInfoSigning;
  private volatile UnaryOperator<JWTClaimsSet.Builder> userInfoEdit = claims -> claims;
  private volatile UnaryOperator<Map<String, Object>> discovery = document -> document;
  private volatile UnaryOperator<Map<String, String>> returning = parameters -> parameters;
  private volatile Map<String, String> lastRequest = Map.of();

  private OidcProvider(String clientId, String secret) {
    this.clientId = clientId;
    this.secret = secret;
    this.server = listen(0);
    this.port = server.getAddress().getPort();
  }

  /// A provider with one client.
  ///
  /// @param secret of the client; empty for a public one
  public static OidcProvider start(String clientId, String secret) {
    return new OidcProvider(clientId, secret);
  }

  public String issuer() {
    return base() + (slashed ? "/" : "");
  }

  private String base() {
    return "http://127.0.0.1:" + port + "/realm";
  }

  /// Has the issuer end with a slash, as some providers' do.
  public OidcProvider slashed() {
    slashed = true;
    return this;
  }

  public String clientId() {
    return clientId;
  }

  public String secret() {
    return secret;
  }

  /// Who is there to log in.
  public OidcProvider person(Person there) {
    person = there;
    return this;
  }

  /// What is said at the user information's address, if not the person.
  public OidcProvider userInfo(@Nullable Person said) {
    userInfo = said;
    return this;
  }

  /// Has user information come as a signed JWT.
  ///
  /// @param how null for plain JSON, as at first
  /// @param claims changes what it says
  public OidcProvider userInfoSigned(
      @Nullable Signing how, UnaryOperator<JWTClaimsSet.Builder> claims) {
    userInfoSigning = how;
    userInfoEdit = claims;
    return this;
  }

  public OidcProvider signing(Signing how) {
    signing = how;
    return this;
  }

  /// Changes the claims of every ID token.
  public OidcProvider claims(UnaryOperator<JWTClaimsSet.Builder> how) {
    edit = how;
    return this;
  }

  /// Changes what the provider says of itself.
  public OidcProvider discovery(UnaryOperator<Map<String, Object>> how) {
    discovery = how;
    return this;
  }

  /// Changes with what the browser is sent back.
  public OidcProvider returning(UnaryOperator<Map<String, String>> how) {
    returning = how;
    return this;
  }

  public synchronized OidcProvider answer(Place place, Answer how) {
    answers.put(place, how);
    return this;
  }

  public OidcProvider rotateKeys() {
    tokens.rotate();
    return this;
  }

  /// How often it was asked at a place.
  public long asked(Place place) {
    return asked.stream().filter(place::equals).count();
  }

  /// The parameters of the newest request for a login.
  public Map<String, String> lastRequest() {
    return lastRequest;
  }

  /// Does what a browser does with an address of this provider: the answer is where it is sent.
  public URI visit(URI address) {
    try (HttpClient browser = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          browser.send(
              HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
      return URI.create(
          answer
              .headers()
              .firstValue("location")
              .orElseThrow(() -> new AssertionError("the provider refused: " + answer.body())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the test was interrupted", e);
    }
  }

  /// From now on nobody listens.
  public OidcProvider down() {
    server.stop(0);
    return this;
  }

  /// Listens again, where it did before.
  public OidcProvider up() {
    server = listen(port);
    return this;
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private HttpServer listen(int at) {
    try {
      HttpServer made =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
      made.setExecutor(threads);
      for (Place place : Place.values()) {
        made.createContext("/realm" + place.path(), exchange -> answer(place, exchange));
      }
      made.start();
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized Answer how(Place place) {
    return answers.getOrDefault(place, new Answer.Right());
  }

  private void answer(Place place, HttpExchange exchange) throws IOException {
    asked.add(place);
    try (exchange) {
      switch (how(place)) {
        case Answer.Right _ -> right(place, exchange);
        case Answer.Text(int status, String type, String body) ->
            send(exchange, status, type, body);
        case Answer.Late(var after) -> {
          if (!closing.await(after.toMillis(), TimeUnit.MILLISECONDS)) {
            right(place, exchange);
          }
        }
        case Answer.Huge(int bytes) ->
            json(exchange, 200, "{\"filler\":\"" + "x".repeat(bytes) + "\"}");
        case Answer.Elsewhere(String url) -> redirect(exchange, url);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void right(Place place, HttpExchange exchange) throws IOException {
    switch (place) {
      case DISCOVERY -> json(exchange, 200, Json.of(discovery.apply(document())));
      case AUTHORIZE -> authorize(exchange);
      case TOKEN -> exchange(exchange);
      case USERINFO -> inform(exchange);
      case KEYS -> json(exchange, 200, tokens.publicKeys());
    }
  }

  private Map<String, Object> document() {
    Map<String, Object> document = new TreeMap<>();
    document.put("issuer", issuer());
    document.put("authorization_endpoint", base() + Place.AUTHORIZE.path());
    document.put("token_endpoint", base() + Place.TOKEN.path());
    document.put("userinfo_endpoint", base() + Place.USERINFO.path());
    document.put("jwks_uri", base() + Place.KEYS.path());
    document.put("response_types_supported", List.of("code"));
    document.put("subject_types_supported", List.of("public"));
    document.put("id_token_signing_alg_values_supported", List.of("ES256", "HS256", "none"));
    document.put("code_challenge_methods_supported", List.of("S256", "plain"));
    return document;
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> request = parameters(exchange.getRequestURI().getRawQuery());
    lastRequest = request;
    if (!clientId.equals(request.get("client_id"))
        || !"code".equals(request.get("response_type"))) {
      send(exchange, 400, "text/plain", "no such client, or no code asked for");
      return;
    }
    String code = UUID.randomUUID().toString();
    codes.put(code, new Grant(person, request));
    Map<String, String> back = new TreeMap<>();
    back.put("code", code);
    back.put("state", request.getOrDefault("state", ""));
    Map<String, List<String>> said = new TreeMap<>();
    returning.apply(back).forEach((name, value) -> said.put(name, List.of(value)));
    redirect(exchange, request.get("redirect_uri") + "?" + URLUtils.serializeParameters(said));
  }

  private void exchange(HttpExchange exchange) throws IOException {
    Map<String, String> request =
        parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    if (!isClient(exchange, request)) {
      json(exchange, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    Grant grant = codes.remove(request.getOrDefault("code", ""));
    if (grant == null
        || !request.getOrDefault("redirect_uri", "").equals(grant.request().get("redirect_uri"))
        || !isVerified(grant.request(), request.get("code_verifier"))) {
      json(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    String access = UUID.randomUUID().toString();
    accessTokens.put(access, grant.person());
    Map<String, Object> answer = new TreeMap<>();
    answer.put("access_token", access);
    answer.put("token_type", "Bearer");
    answer.put("id_token", tokens.token(claims(grant), signing, secret));
    json(exchange, 200, Json.of(answer));
  }

  private boolean isClient(HttpExchange exchange, Map<String, String> request) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    if (header == null) {
      return clientId.equals(request.get("client_id"))
          && secret.equals(request.getOrDefault("client_secret", ""));
    }
    String expected =
        Base64.getEncoder()
            .encodeToString((clientId + ":" + secret).getBytes(StandardCharsets.UTF_8));
    return header.equals("Basic " + expected);
  }

  private static boolean isVerified(Map<String, String> request, @Nullable String verifier)
      throws IOException {
    String challenge = request.get("code_challenge");
    if (challenge == null || verifier == null) {
      return challenge == null && verifier == null;
    }
    if (request.getOrDefault("code_challenge_method", "plain").equals("plain")) {
      return challenge.equals(verifier);
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return challenge.equals(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IOException(impossible);
    }
  }

  private JWTClaimsSet claims(Grant grant) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .subject(grant.person().subject())
            .audience(clientId)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(300)))
            .claim("auth_time", now.getEpochSecond());
    if (grant.request().containsKey("nonce")) {
      claims.claim("nonce", grant.request().get("nonce"));
    }
    grant.person().claims().forEach(claims::claim);
    return edit.apply(claims).build();
  }

  private void inform(HttpExchange exchange) throws IOException {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    String token = header == null ? "" : header.replaceFirst("^Bearer ", "");
    Person known = accessTokens.get(token);
    if (known == null) {
      json(exchange, 401, "{\"error\":\"invalid_token\"}");
      return;
    }
    Person said = userInfo == null ? known : userInfo;
    Signing signed = userInfoSigning;
    if (signed != null) {
      JWTClaimsSet.Builder claims =
          new JWTClaimsSet.Builder().issuer(issuer()).audience(clientId).subject(said.subject());
      said.claims().forEach(claims::claim);
      String jwt = tokens.token(userInfoEdit.apply(claims).build(), signed, secret);
      send(exchange, 200, "application/jwt", jwt);
      return;
    }
    Map<String, Object> answer = new TreeMap<>(said.claims());
    answer.put("sub", said.subject());
    json(exchange, 200, Json.of(answer));
  }

  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> first = new TreeMap<>();
    URLUtils.parseParameters(query == null ? "" : query)
        .forEach((name, values) -> first.put(name, values.getFirst()));
    return first;
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().set("location", to);
    exchange.sendResponseHeaders(302, -1);
  }

  private static void json(HttpExchange exchange, int status, String body) throws IOException {
    send(exchange, status, "application/json", body);
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
