package org.quietus.certificate.stamp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.quietus.evidence.Digest;

/** The time-stamping authority that a reader trusts, by the certificate of its CA. */
public final class StampAuthority {
  private static final int LARGEST = 1 << 20;
  private static final int MOST_CERTIFICATES = 10;

  private final List<X509Certificate> trusted;

  private StampAuthority(List<X509Certificate> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  /**
   * Reads certificates from a PEM file.
   *
   * @throws StampRefused if there are none
   */
  public static StampAuthority load(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      List<X509Certificate> read =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!read.isEmpty()) {
        return new StampAuthority(read);
      }
    } catch (IOException | GeneralSecurityException e) {
      // told below
    }
    throw new StampRefused(pem + " cannot be read as a PEM file of certificates");
  }

  /**
   * When some bytes were stamped by this authority.
   *
   * @param reply what the authority answered, a .tsr file
   * @throws StampRefused if they were not
   */
  public Instant time(byte[] content, byte[] reply) {
    if (reply.length > LARGEST) {
      throw new StampRefused("it is larger than a time-stamp can be");
    }
    try {
      TimeStampToken token = new TimeStampResponse(reply).getTimeStampToken();
      if (token == null) {
        throw new StampRefused("it is a reply without a time-stamp");
      }
      refuseOther(content, token);
      Instant at = token.getTimeStampInfo().getGenTime().toInstant();
      refuseStranger(token, at);
      return at;
    } catch (StampRefused e) {
      throw e;
    } catch (TSPException e) {
      throw new StampRefused("its signature is not good: " + e.getMessage());
    } catch (GeneralSecurityException e) {
      throw new StampRefused("its signer is not of the authority: " + e.getMessage());
    } catch (IOException | OperatorCreationException | RuntimeException e) {
      throw new StampRefused("it is not a time-stamp: " + e.getClass().getSimpleName());
    }
  }

  private static void refuseOther(byte[] content, TimeStampToken token) {
    boolean same =
        token.getTimeStampInfo().getMessageImprintAlgOID().equals(TSPAlgorithms.SHA256)
            && MessageDigest.isEqual(
                token.getTimeStampInfo().getMessageImprintDigest(), Digest.of(content).bytes());
    if (!same) {
      throw new StampRefused("it was made for something else");
    }
  }

  /** The signer has to be allowed to stamp, by a chain up to the authority, all valid then. */
  private void refuseStranger(TimeStampToken token, Instant at)
      throws TSPException, GeneralSecurityException, OperatorCreationException {
    List<X509Certificate> brought = new ArrayList<>();
    for (X509CertificateHolder one : token.getCertificates().getMatches(null)) {
      brought.add(new JcaX509CertificateConverter().getCertificate(one));
    }
    if (brought.size() > MOST_CERTIFICATES) {
      throw new StampRefused("it has too many certificates");
    }
    brought.addAll(trusted);
    X509Certificate signer =
        brought.stream()
            .filter(one -> token.getSID().match(holder(one)))
            .findFirst()
            .orElseThrow(() -> new StampRefused("the certificate of its signer is not in it"));
    token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
    if (!trusted.contains(signer)) {
      validate(chain(signer, brought), at);
    }
  }

  private static X509CertificateHolder holder(X509Certificate certificate) {
    try {
      return new X509CertificateHolder(certificate.getEncoded());
    } catch (IOException | GeneralSecurityException e) {
      throw new StampRefused("it has a certificate that cannot be read");
    }
  }

  /** From the signer up to below a trusted one. */
  private List<X509Certificate> chain(X509Certificate signer, List<X509Certificate> brought) {
    List<X509Certificate> chain = new ArrayList<>(List.of(signer));
    X509Certificate last = signer;
    while (chain.size() <= MOST_CERTIFICATES && !isIssued(last)) {
      X509Certificate below = last;
      last =
          brought.stream()
              .filter(one -> one.getSubjectX500Principal().equals(below.getIssuerX500Principal()))
              .filter(one -> !chain.contains(one))
              .findFirst()
              .orElseThrow(
                  () -> new StampRefused("its signer is not of the authority that is trusted"));
      chain.add(last);
    }
    return chain;
  }

  private boolean isIssued(X509Certificate certificate) {
    return trusted.stream()
        .anyMatch(
            one -> one.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()));
  }

  private void validate(List<X509Certificate> chain, Instant at) throws GeneralSecurityException {
    Set<TrustAnchor> anchors =
        trusted.stream().map(one -> new TrustAnchor(one, null)).collect(Collectors.toSet());
    PKIXParameters parameters = new PKIXParameters(anchors);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    CertPathValidator.getInstance("PKIX")
        .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
  }
}
