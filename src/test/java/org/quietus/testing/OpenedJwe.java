package org.quietus.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.impl.AAD;
import com.nimbusds.jose.crypto.impl.ConcatKDF;
import com.nimbusds.jose.crypto.impl.ContentCryptoProvider;
import com.nimbusds.jose.crypto.impl.ECDH;
import com.nimbusds.jose.jca.JWEJCAContext;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.text.ParseException;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Opens what is encrypted to a Curve25519 key, by somebody else's library. */
public final class OpenedJwe {
  private OpenedJwe() {}

  /**
   * What a compact JWE holds.
   *
   * @throws JOSEException if it is for somebody else
   */
  public static byte[] of(String compact, PrivateKey mine)
      throws ParseException, JOSEException, GeneralSecurityException {
    JWEObject jwe = JWEObject.parse(compact);
    return ContentCryptoProvider.decrypt(
        jwe.getHeader(),
        AAD.compute(jwe.getHeader()),
        jwe.getEncryptedKey(),
        jwe.getIV(),
        jwe.getCipherText(),
        jwe.getAuthTag(),
        key(jwe, mine),
        new JWEJCAContext());
  }

  private static SecretKey key(JWEObject jwe, PrivateKey mine)
      throws JOSEException, GeneralSecurityException {
    byte[] little = ((OctetKeyPair) jwe.getHeader().getEphemeralPublicKey()).getDecodedX();
    byte[] big = new byte[little.length];
    for (int n = 0; n < big.length; n++) {
      big[n] = little[big.length - 1 - n];
    }
    PublicKey theirs =
        KeyFactory.getInstance("X25519")
            .generatePublic(
                new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, big)));
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    agreement.init(mine);
    agreement.doPhase(theirs, true);
    return ECDH.deriveSharedKey(
        jwe.getHeader(),
        new SecretKeySpec(agreement.generateSecret(), "AES"),
        new ConcatKDF("SHA-256"));
  }
}
