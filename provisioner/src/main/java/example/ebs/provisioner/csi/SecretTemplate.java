package example.ebs.provisioner.csi;

import example.ebs.csi.failure.Failure;
import io.fabric8.kubernetes.api.model.SecretReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Secret's name and namespace as a class gives them, with places for what each claim has of its
 * own. Of the namespace a claim's author decides no more than where the claim is.
 *
 * @param keys by which the class names it
 */
public record SecretTemplate(SecretKeys keys, String name, String namespace) {
  private static final Pattern TOKEN = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern ANNOTATION = Pattern.compile("pvc\\.annotations\\['([^']+)']");

  /** RFC 1123, as Kubernetes wants it of what it holds. */
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private static final Pattern SUBDOMAIN =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

  /**
   * What a claim has of its own.
   *
   * @param volume the name of its PersistentVolume
   */
  public record Names(
      String volume, String namespace, String claim, Map<String, String> annotations) {
    public Names {
      annotations = Map.copyOf(annotations);
    }
  }

  /**
   * The Secret for that claim.
   *
   * @throws Failure.InvalidRequest when a place has no meaning, or what comes out cannot be a name
   */
  SecretReference resolve(Names names) {
    Map<String, String> tokens = new HashMap<>();
    tokens.put("pv.name", names.volume());
    tokens.put("pvc.namespace", names.namespace());
    String where = filled(keys.namespace(), namespace, tokens, Map.of());
    tokens.put("pvc.name", names.claim());
    String what = filled(keys.name(), name, tokens, names.annotations());
    return new SecretReference(
        valid(SUBDOMAIN, keys.name(), name, what),
        valid(LABEL, keys.namespace(), namespace, where));
  }

  private static String filled(
      String key, String template, Map<String, String> tokens, Map<String, String> annotations) {
    return TOKEN
        .matcher(template)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    Optional.ofNullable(tokens.get(found.group(1)))
                        .or(() -> annotation(found, annotations))
                        .orElseThrow(() -> meaningless(key, found))));
  }

  private static Optional<String> annotation(MatchResult found, Map<String, String> annotations) {
    return Optional.of(ANNOTATION.matcher(found.group(1)))
        .filter(Matcher::matches)
        .flatMap(form -> Optional.ofNullable(annotations.get(form.group(1))));
  }

  private static Failure meaningless(String key, MatchResult found) {
    return new Failure.InvalidRequest(
        "parameter %s holds %s, which says nothing for this claim: there are ${pv.name} and ${pvc.namespace}, and in names also ${pvc.name} and ${pvc.annotations['KEY']} of an annotation that the claim has"
            .formatted(key, found.group()));
  }

  private static String valid(Pattern form, String key, String template, String filled) {
    if (form.matcher(filled).matches()) {
      return filled;
    }
    throw new Failure.InvalidRequest(
        "parameter %s is \"%s\", for this claim \"%s\", and Kubernetes has no such names: small letters, digits and - only"
            .formatted(key, template, filled));
  }
}
