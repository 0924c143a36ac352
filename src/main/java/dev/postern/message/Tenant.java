package dev.postern.message;

/** Who a caller acts for; idempotency keys and status belong to a tenant. */
public record Tenant(String name) {
  /** Everyone's tenant where security is off. */
  public static final Tenant DEFAULT = new Tenant("default");

  public Tenant {
    Names.checked("tenant", name);
  }

  @Override
  public String toString() {
    return name;
  }
}
