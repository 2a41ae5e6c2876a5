package example.ebs.csi.failure;

/**
 * Why a call did not do what was asked.
 *
 * <p>Thrown by feature classes and adapters, and turned into a status by {@link FailureToStatus}
 * alone. The kind tells the caller what is true of the world, because sidecars act on it: {@link
 * InProgress}, {@link TimedOut} and {@link Unavailable} say that something may have been left
 * behind and the same call will find it; every other kind is final.
 *
 * <p>A message names the object, what was wanted, what was found and what to do, and never a
 * secret.
 */
public abstract sealed class Failure extends RuntimeException {
  private Failure(String message) {
    super(message);
  }

  private Failure(String message, Throwable cause) {
    super(message, cause);
  }

  /** The message, which unlike a {@link Throwable}'s is always there. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** Whether nothing was left behind that the same call would find. */
  public final boolean isFinal() {
    return switch (this) {
      case InProgress _, TimedOut _, Unavailable _ -> false;
      case InvalidRequest _,
          NotFound _,
          AlreadyExists _,
          InUse _,
          PreconditionFailed _,
          LimitReached _,
          QuotaReached _,
          OutOfRange _,
          Denied _,
          Unauthenticated _,
          Internal _ ->
          true;
    };
  }

  /**
   * What to throw where this met a step on the way, and something may have been left behind all the
   * same: this itself if it says so already, else {@link Unavailable}.
   *
   * @param known what is known all the same, such as "volume vol-1 was created"
   */
  public final Failure unsettled(String known) {
    return isFinal()
        ? new Unavailable("%s: %s; ask again".formatted(known, getMessage()), this)
        : this;
  }

  /**
   * The same failure where more is known of what it is about.
   *
   * @param what what was not done to which object, such as "volume vol-1 is not removed"
   */
  public final Failure about(String what) {
    String message = what + ": " + getMessage();
    return switch (this) {
      case InvalidRequest _ -> new InvalidRequest(message, this);
      case NotFound _ -> new NotFound(message, this);
      case AlreadyExists _ -> new AlreadyExists(message, this);
      case InUse _ -> new InUse(message, this);
      case PreconditionFailed _ -> new PreconditionFailed(message, this);
      case LimitReached _ -> new LimitReached(message, this);
      case QuotaReached _ -> new QuotaReached(message, this);
      case OutOfRange _ -> new OutOfRange(message, this);
      case Denied _ -> new Denied(message, this);
      case Unauthenticated _ -> new Unauthenticated(message, this);
      case InProgress _ -> new InProgress(message, this);
      case TimedOut _ -> new TimedOut(message, this);
      case Unavailable _ -> new Unavailable(message, this);
      case Internal _ -> new Internal(message, this);
    };
  }

  /** A field is missing, malformed or asks for what is not supported. */
  public static final class InvalidRequest extends Failure {
    public InvalidRequest(String message) {
      super(message);
    }

    public InvalidRequest(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The volume, node, device or path does not exist. */
  public static final class NotFound extends Failure {
    public NotFound(String message) {
      super(message);
    }

    public NotFound(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** It exists, but not as it was asked for this time. */
  public static final class AlreadyExists extends Failure {
    public AlreadyExists(String message) {
      super(message);
    }

    public AlreadyExists(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Somebody else uses it, so it cannot be attached, detached or deleted now. */
  public static final class InUse extends Failure {
    public InUse(String message) {
      super(message);
    }

    public InUse(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The world is not in the state that the call needs, and repeating the call will not change that.
   */
  public static final class PreconditionFailed extends Failure {
    public PreconditionFailed(String message) {
      super(message);
    }

    public PreconditionFailed(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** A full zone or a node without a free place: elsewhere there may be room. */
  public static final class LimitReached extends Failure {
    public LimitReached(String message) {
      super(message);
    }

    public LimitReached(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** A quota of the whole account: there is no more room elsewhere either. */
  public static final class QuotaReached extends Failure {
    public QuotaReached(String message) {
      super(message);
    }

    public QuotaReached(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** A size or count lies outside what is possible. */
  public static final class OutOfRange extends Failure {
    public OutOfRange(String message) {
      super(message);
    }

    public OutOfRange(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Another call works on the same thing, or an earlier one has not ended; ask again. */
  public static final class InProgress extends Failure {
    public InProgress(String message) {
      super(message);
    }

    public InProgress(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** A wait reached its deadline; what was waited for may still happen. */
  public static final class TimedOut extends Failure {
    public TimedOut(String message) {
      super(message);
    }

    public TimedOut(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Something this process needs did not answer; what was asked of it may have happened. */
  public static final class Unavailable extends Failure {
    public Unavailable(String message) {
      super(message);
    }

    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The identity is known but may not do this. */
  public static final class Denied extends Failure {
    public Denied(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The credentials are missing, wrong or expired. */
  public static final class Unauthenticated extends Failure {
    public Unauthenticated(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** What nobody foresaw, or what the machine refused for no reason of the caller's. */
  public static final class Internal extends Failure {
    public Internal(String message) {
      super(message);
    }

    public Internal(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
