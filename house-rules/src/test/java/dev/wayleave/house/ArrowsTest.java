package dev.wayleave.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The arrows of docs/architecture.md §2, each with its reason.
@AnalyzeClasses(
    packages = "dev.wayleave",
    importOptions = {ImportOption.DoNotIncludeTests.class})
class ArrowsTest {
  /// Every package that a rule below names. A rule about a package that is gone would hold for ever
  /// without saying anything.
  private static final List<String> NAMED =
      List.of(
          "dev.wayleave.protocol",
          "dev.wayleave.tailnet",
          "dev.wayleave.api",
          "dev.wayleave.api.client",
          "dev.wayleave.postgres",
          "dev.wayleave.importers",
          "dev.wayleave.exporters",
          "dev.wayleave.oidc",
          "dev.wayleave.oidc.plan",
          "dev.wayleave.oidc.policy",
          "dev.wayleave.oidc.repair",
          "dev.wayleave.coordinator",
          "dev.wayleave.coordinator.control.channel",
          "dev.wayleave.coordinator.store",
          "dev.wayleave.cli");

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.wayleave");

  @Test
  void everyPackageThatARuleNamesExists() {
    assertThat(NAMED)
        .allSatisfy(name -> assertThat(ALL.that(resideInAPackage(name + ".."))).isNotEmpty());
  }

  @ArchTest
  static final ArchRule PROTOCOL_STANDS_ALONE =
      classes()
          .that()
          .resideInAPackage("dev.wayleave.protocol..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.wayleave.protocol..",
                  "java..",
                  "javax.crypto..",
                  "org.bouncycastle..",
                  "com.fasterxml.jackson..",
                  "org.jspecify.."))
          .because("an outsider should be able to write a peer from this module alone");

  @ArchTest
  static final ArchRule TAILNET_IS_PURE =
      classes()
          .that()
          .resideInAPackage("dev.wayleave.tailnet..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.wayleave.tailnet..",
                  "dev.wayleave.protocol..",
                  "java.io..",
                  "java.lang..",
                  "java.math..",
                  "java.nio",
                  "java.nio.charset..",
                  "java.security..",
                  "java.time..",
                  "java.util..",
                  "javax.crypto..",
                  "org.bouncycastle..",
                  "com.fasterxml.jackson..",
                  "org.jspecify.."))
          .because("the domain is values and pure functions: no files, sockets, databases, clocks");

  @ArchTest
  static final ArchRule TAILNET_READS_NO_CLOCK =
      noClasses()
          .that()
          .resideInAPackage("dev.wayleave.tailnet..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("time is handed in, so that a plan made twice is the same plan");

  @ArchTest
  static final ArchRule API_IS_ABOVE_THE_DOMAIN_ONLY =
      noClasses()
          .that()
          .resideInAPackage("dev.wayleave.api..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "dev.wayleave.importers..",
                  "dev.wayleave.exporters..",
                  "dev.wayleave.coordinator..",
                  "dev.wayleave.postgres..",
                  "dev.wayleave.cli.."))
          .because("the wire form of the API is shared by server and clients and knows neither");

  @ArchTest
  static final ArchRule SOURCES_KNOW_NO_TARGET =
      noClasses()
          .that()
          .resideInAPackage("dev.wayleave.importers..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "dev.wayleave.exporters..", "dev.wayleave.coordinator..", "dev.wayleave.cli.."))
          .because("N sources and M targets meet in the inventory, never in each other");

  @ArchTest
  static final ArchRule TARGETS_KNOW_NEITHER_SERVER_NOR_COMMAND =
      noClasses()
          .that()
          .resideInAPackage("dev.wayleave.exporters..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("dev.wayleave.coordinator..", "dev.wayleave.cli.."))
          .because("a target is written through a port or an API");

  @ArchTest
  static final ArchRule IDENTITIES_ARE_PLANNED_WITHOUT_KNOWING_THE_STORE =
      noClasses()
          .that()
          .resideInAPackage("dev.wayleave.oidc..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "dev.wayleave.api..",
                  "dev.wayleave.importers..",
                  "dev.wayleave.exporters..",
                  "dev.wayleave.coordinator..",
                  "dev.wayleave.cli.."))
          .because(
              "what becomes of an identity is the same in a database, a bundle, a coordinator");

  @ArchTest
  static final ArchRule PLANS_OF_IDENTITIES_ARE_PURE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.wayleave.oidc.plan..",
              "dev.wayleave.oidc.policy..",
              "dev.wayleave.oidc.repair..",
              "dev.wayleave.oidc.spelling..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net.http..", "java.io..", "java.sql..")
          .because("a plan made twice is the same plan");

  @ArchTest
  static final ArchRule POSTGRES_KNOWS_NOTHING_OF_TAILNETS =
      noClasses()
          .that()
          .resideInAPackage("dev.wayleave.postgres..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.wayleave..")
                  .and(not(resideInAPackage("dev.wayleave.postgres.."))))
          .because("a database cluster is started the same way whatever it holds");

  @ArchTest
  static final ArchRule THE_COORDINATOR_IS_A_SERVER =
      noClasses()
          .that()
          .resideInAPackage("dev.wayleave.coordinator..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "dev.wayleave.importers..",
                  "dev.wayleave.exporters..",
                  "dev.wayleave.api.client..",
                  "dev.wayleave.cli.."))
          .because("bundles come to it over its API; it reads no one's database");

  @ArchTest
  static final ArchRule NOTHING_DEPENDS_ON_THE_COORDINATOR =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.wayleave.coordinator..")
          .should()
          .dependOnClassesThat(resideInAPackage("dev.wayleave.coordinator.."))
          .because("commands speak to a coordinator over its API, as everyone else does");

  @ArchTest
  static final ArchRule JPA_STAYS_IN_THE_STORE =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.wayleave.coordinator.store..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "jakarta.persistence..", "org.hibernate..", "io.quarkus.hibernate.orm.."))
          .because("the rest of the house works on the immutable image, not on managed entities");

  @ArchTest
  static final ArchRule HTTP2_STAYS_IN_THE_CHANNEL =
      noClasses()
          .that()
          .resideInAPackage("dev.wayleave.coordinator..")
          .and()
          .resideOutsideOfPackage("dev.wayleave.coordinator.control.channel..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.netty.handler.codec.http2..", "dev.wayleave.protocol.noise.."))
          .because("endpoints see requests and answers; how they travel is one room's business");

  @ArchTest
  static final ArchRule THE_COMMAND_HAS_NO_FRAMEWORK =
      noClasses()
          .that()
          .resideInAnyPackage("dev.wayleave.cli..", "dev.wayleave.importers..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.quarkus..", "jakarta.."))
          .because("a command must start within half a second");
}
