package dev.wayleave.tailnet.policy.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.directory.SmallOffice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagOwnershipTest {
  private static final Resolver OFFICE =
      SmallOffice.under(
          """
          {"groups": {"group:g": ["dave@example.com"]},
           "tagOwners": {
             "tag:none": [],
             "tag:ci": ["group:g"],
             "tag:web": ["tag:ci"],
             "tag:all": ["autogroup:member"],
             "tag:a": ["tag:b"],
             "tag:b": ["tag:a"]}}
          """);

  private static boolean may(String who, String tag) {
    return new TagOwnership(OFFICE)
        .mayAssign(SmallOffice.person(OFFICE, who), new TagName("tag:" + tag));
  }

  private static boolean tagMay(String with, String tag) {
    return new TagOwnership(OFFICE).mayAssign(SmallOffice.tagged(with), new TagName("tag:" + tag));
  }

  @ParameterizedTest
  @CsvSource({"alice,true", "bob,true", "carol,true", "dave,false"})
  void anEmptyListLeavesAdministratorsOnly(String who, boolean may) {
    assertThat(may(who, "none")).isEqualTo(may);
  }

  @Test
  void ownersOfATagGiveTheTagsThatItOwns() {
    assertThat(may("dave", "ci")).isTrue();
    assertThat(may("dave", "web")).isTrue();
    assertThat(may("dave", "a")).isFalse();
  }

  @Test
  void whoHasATagGivesItAndTheTagsThatItOwns() {
    assertThat(tagMay("ci", "ci")).isTrue();
    assertThat(tagMay("ci", "web")).isTrue();
    assertThat(tagMay("web", "ci")).isFalse();
    assertThat(tagMay("web", "none")).isFalse();
  }

  @Test
  void membersArePeopleAndNotTags() {
    assertThat(may("dave", "all")).isTrue();
    assertThat(tagMay("web", "all")).isFalse();
  }

  @Test
  void aCircleOfOwnersEnds() {
    assertThat(tagMay("b", "a")).isTrue();
    assertThat(tagMay("web", "a")).isFalse();
  }

  @Test
  void nobodyGivesATagThatThePolicyDoesNotKnow() {
    assertThat(may("alice", "other")).isFalse();
    assertThat(new TagOwnership(OFFICE).isDefined(new TagName("tag:other"))).isFalse();
  }
}
