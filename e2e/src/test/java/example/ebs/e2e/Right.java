package example.ebs.e2e;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.Collection;
import java.util.stream.Stream;

/**
 * What a service account may do, or has done.
 *
 * @param account its name, in the driver's namespace
 * @param group of the API; empty for the first one
 * @param resource with its subresource after a slash
 */
record Right(String account, String verb, String group, String resource) {
  /** All that the rules of a role give to an account. */
  static Stream<Right> given(String account, Collection<PolicyRule> rules) {
    return rules.stream().flatMap(rule -> given(account, rule));
  }

  private static Stream<Right> given(String account, PolicyRule rule) {
    return rule.getVerbs().stream()
        .flatMap(
            verb ->
                rule.getApiGroups().stream()
                    .flatMap(
                        group ->
                            rule.getResources().stream()
                                .map(resource -> new Right(account, verb, group, resource))));
  }

  @Override
  public String toString() {
    return "%s: %s %s%s".formatted(account, verb, resource, group.isEmpty() ? "" : " of " + group);
  }
}
