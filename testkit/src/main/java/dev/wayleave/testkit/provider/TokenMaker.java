package dev.wayleave.testkit.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The keys of a provider, and tokens signed with them or otherwise.
final class TokenMaker {
  private final List<ECKey> published = new ArrayList<>();
  private int made;

  TokenMaker() {
    rotate();
  }

  /// From now on another key signs, and the one before is published no more.
  synchronized void rotate() {
    published.clear();
    published.add(key("key-" + ++made));
  }

  synchronized String publicKeys() {
    return new JWKSet(List.copyOf(published)).toString(true);
  }

  private synchronized ECKey current() {
    return published.getFirst();
  }

  String token(JWTClaimsSet claims, Signing signing, String clientSecret) {
    try {
      return switch (signing) {
        case RIGHT -> signed(claims, current().getKeyID(), current());
        case ANOTHER_KEY -> signed(claims, current().getKeyID(), key("other"));
        case UNKNOWN_KEY -> signed(claims, "unknown", key("unknown"));
        case NONE -> new PlainJWT(claims).serialize();
        case CLIENT_SECRET -> mac(claims, clientSecret.getBytes(StandardCharsets.UTF_8));
        case PUBLIC_KEY -> mac(claims, current().toECPublicKey().getEncoded());
      };
    } catch (JOSEException e) {
      throw new AssertionError("a token of the test cannot be signed", e);
    }
  }

  private static String signed(JWTClaimsSet claims, String id, ECKey key) throws JOSEException {
    return sealed(
        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(id).build(), claims, new ECDSASigner(key));
  }

  private String mac(JWTClaimsSet claims, byte[] secret) throws JOSEException {
    return sealed(
        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(current().getKeyID()).build(),
        claims,
        new MACSigner(Arrays.copyOf(secret, Math.max(32, secret.length))));
  }

  private static String sealed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer)
      throws JOSEException {
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(signer);
    return token.serialize();
  }

  private static ECKey key(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError("every Java platform makes keys of P-256", e);
    }
  }
}
