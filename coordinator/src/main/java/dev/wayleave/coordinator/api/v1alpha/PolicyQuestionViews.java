package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.policy.AccessView;
import dev.wayleave.api.policy.DiffView;
import dev.wayleave.api.policy.ExplainView;
import dev.wayleave.api.policy.LoginView;
import dev.wayleave.api.policy.PreviewView;
import dev.wayleave.api.policy.RuleView;
import dev.wayleave.tailnet.policy.explain.Change;
import dev.wayleave.tailnet.policy.explain.Explanation;
import dev.wayleave.tailnet.policy.explain.Preview;
import dev.wayleave.tailnet.policy.explain.ReachabilityDiff;
import dev.wayleave.tailnet.policy.explain.RuleRef;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// What policies come to, as the API shows it: lists cut to a length that people and programs bear.
final class PolicyQuestionViews {
  private static final int LONGEST_LIST = 500;

  private long more;

  private PolicyQuestionViews() {}

  static ExplainView explanation(Explanation explanation) {
    PolicyQuestionViews cut = new PolicyQuestionViews();
    List<String> sources = cut.list(explanation.sources(), name -> name);
    List<String> destinations = cut.list(explanation.destinations(), name -> name);
    List<AccessView> ways = cut.list(explanation.ways(), PolicyQuestionViews::way);
    List<LoginView> logins = cut.list(explanation.logins(), PolicyQuestionViews::login);
    List<String> nearest = cut.list(explanation.nearest(), sentence -> sentence);
    return new ExplainView(
        explanation.source(),
        explanation.destination(),
        explanation.question(),
        sources,
        destinations,
        lower(explanation.answer()),
        ways,
        logins,
        nearest,
        cut.more);
  }

  static PreviewView preview(Preview preview) {
    PolicyQuestionViews cut = new PolicyQuestionViews();
    List<String> devices = cut.list(preview.devices(), name -> name);
    List<AccessView> reaches = cut.list(preview.reaches(), PolicyQuestionViews::access);
    List<AccessView> reachedBy = cut.list(preview.reachedBy(), PolicyQuestionViews::access);
    List<LoginView> logins = cut.list(preview.logins(), PolicyQuestionViews::login);
    List<LoginView> loginsBy = cut.list(preview.loginsBy(), PolicyQuestionViews::login);
    List<PreviewView.Attribute> attributes =
        cut.list(
            preview.attributes(),
            a -> new PreviewView.Attribute(a.devices(), a.name(), a.values()));
    return new PreviewView(
        preview.as(), devices, reaches, reachedBy, logins, loginsBy, attributes, cut.more);
  }

  static DiffView diff(ReachabilityDiff diff) {
    return new DiffView(
        diff.same(),
        diff.changes().stream().map(PolicyQuestionViews::change).toList(),
        diff.more(),
        diff.alsoDiffer());
  }

  private <E, V> List<V> list(List<E> all, Function<E, V> view) {
    more += Math.max(0, all.size() - LONGEST_LIST);
    return all.stream().limit(LONGEST_LIST).map(view).toList();
  }

  private static DiffView.Change change(Change change) {
    return new DiffView.Change(
        lower(change.kind()),
        change.source(),
        change.destination(),
        change.family(),
        change.gained(),
        change.lost(),
        change.pairs());
  }

  private static AccessView way(Explanation.Way way) {
    return new AccessView(rule(way.rule()), way.from(), way.to(), way.by(), way.reach().toString());
  }

  private static AccessView access(Preview.Access access) {
    return new AccessView(
        rule(access.rule()), access.from(), access.to(), access.by(), access.reach().toString());
  }

  private static LoginView login(Explanation.Login login) {
    return new LoginView(rule(login.rule()), login.from(), login.to(), login.how());
  }

  private static RuleView rule(RuleRef rule) {
    return new RuleView(rule.rule(), rule.line(), rule.column(), rule.text());
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
