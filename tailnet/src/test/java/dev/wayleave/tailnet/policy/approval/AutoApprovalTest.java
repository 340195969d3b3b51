package dev.wayleave.tailnet.policy.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.directory.Applicant;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.directory.SmallOffice;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoApprovalTest {
  private static final Resolver OFFICE =
      SmallOffice.under(
          """
          {"groups": {"group:g": ["dave@example.com"]},
           "tagOwners": {"tag:web": [], "tag:exit": [], "tag:router": []},
           "autoApprovers": {
             "routes": {
               "10.0.0.0/8": ["tag:router", "autogroup:network-admin"],
               "192.168.1.0/24": ["group:g", "alice@example.com"],
               "0.0.0.0/0": ["tag:web"],
               "fd00::/8": ["autogroup:tagged"]},
             "exitNode": ["tag:exit"],
             "services": {"svc:wiki": ["tag:web"], "tag:web": ["tag:exit"]}}}
          """);

  @ParameterizedTest
  @CsvSource({
    "router, 10.0.0.0/8, true",
    "router, 10.1.0.0/16, true",
    "router, 11.0.0.0/8, false",
    "router, 0.0.0.0/1, false",
    "router, fd12::/16, true",
    "router, ::/1, false",
    "web, 172.16.0.0/12, true",
    "web, 0.0.0.0/0, false",
    "web, ::/0, false",
    "exit, 0.0.0.0/0, true",
    "exit, ::/0, true",
    "exit, 10.0.0.0/8, false"
  })
  void aTagApprovesWhatLiesWithinItsPrefix(String tag, String route, boolean approved) {
    assertThat(new AutoApproval(OFFICE).approves(SmallOffice.tagged(tag), IpPrefix.parse(route)))
        .isEqualTo(approved);
  }

  @ParameterizedTest
  @CsvSource({
    "carol, 10.9.0.0/16, true",
    "bob, 10.9.0.0/16, false",
    "dave, 192.168.1.128/25, true",
    "alice, 192.168.1.7/32, true",
    "carol, 192.168.1.0/24, false",
    "alice, 0.0.0.0/0, false"
  })
  void peopleApproveByNameGroupAndRole(String name, String route, boolean approved) {
    Applicant person = SmallOffice.person(OFFICE, name);
    assertThat(new AutoApproval(OFFICE).approves(person, IpPrefix.parse(route)))
        .isEqualTo(approved);
  }

  @Test
  void onlyApprovedRoutesAreLeftInTheirOrder() {
    List<IpPrefix> advertised =
        List.of(
            IpPrefix.parse("192.168.1.0/24"),
            IpPrefix.parse("10.2.0.0/16"),
            IpPrefix.parse("10.1.0.0/16"));
    assertThat(new AutoApproval(OFFICE).approved(SmallOffice.tagged("router"), advertised))
        .containsExactly(IpPrefix.parse("10.2.0.0/16"), IpPrefix.parse("10.1.0.0/16"));
  }

  @Test
  void aServiceIsApprovedByItsNameOrByItsTags() {
    AutoApproval approval = new AutoApproval(OFFICE);
    Set<TagName> web = Set.of(new TagName("tag:web"));
    assertThat(approval.approvesService(SmallOffice.tagged("web"), "svc:wiki", Set.of())).isTrue();
    assertThat(approval.approvesService(SmallOffice.tagged("exit"), "svc:wiki", Set.of()))
        .isFalse();
    assertThat(approval.approvesService(SmallOffice.tagged("exit"), "svc:any", web)).isTrue();
    assertThat(approval.approvesService(SmallOffice.tagged("web"), "svc:any", web)).isFalse();
  }

  @Test
  void withoutTheSectionNothingIsApproved() {
    AutoApproval approval = new AutoApproval(SmallOffice.under("{}"));
    assertThat(approval.approves(SmallOffice.tagged("exit"), IpPrefix.ALL_V4)).isFalse();
  }
}
