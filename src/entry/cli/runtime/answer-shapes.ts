// Made by "npm run docs" from the schemas in src/entry/http.
import type { AnswerShape } from './answer-shape.js';

const SHARED_1 = {
  "id": "text",
  "at": "time",
  "channel": "text",
  "direction?": "text",
  "outcome": "text",
  "duration_seconds?": "whole",
  "from": "text",
  "to": "text",
  "client_id?": "text"
} as const;

const SHARED_2 = {
  "confirmation_id": "text",
  "purpose": "text",
  "status": "text",
  "channel": "text",
  "sent_to": "text",
  "client_proxy_number?": "phone",
  "expires_at": "time",
  "next_step_at?": "time"
} as const;

const SHARED_3 = {
  "client_id": "text",
  "client_name": "text",
  "client_mail": "text",
  "client_real_phone": "phone",
  "client_proxy_number?": "phone",
  "client_iso_residency": "text",
  "client_country_code": "text",
  "client_last_caller": "text"
} as const;

const SHARED_4 = {
  "order_id": "text",
  "client_id": "text",
  "client_proxy_number": "phone",
  "courier_proxy_number?": "phone",
  "order_code?": "text",
  "order_code_long?": "text",
  "expires_at?": "time",
  "status": "text",
  "created_at": "time",
  "closed_at?": "time"
} as const;

const SHARED_5 = {
  "confirmation_id": "text",
  "purpose": "text",
  "status": "text",
  "client_id?": "text",
  "client_proxy_number?": "phone",
  "proved": [
    "text"
  ],
  "approved": "boolean",
  "attempts_left": "whole",
  "created_at": "time",
  "expires_at": "time",
  "next_step_at?": "time",
  "ended_at?": "time",
  "messages": [
    {
      "message": "text",
      "channel": "text",
      "status": "text",
      "created_at": "time",
      "reason?": "text"
    }
  ]
} as const;

export const ANSWER_SHAPES = {
  "createOrder": {
    "order_id": "text",
    "client_id": "text",
    "client_proxy_number": "phone",
    "courier_proxy_number?": "phone",
    "order_code?": "text",
    "order_code_long?": "text",
    "expires_at?": "time",
    "confirmation?": {
      "confirmation_id": "text",
      "status": "text"
    }
  },
  "listOrders": {
    "items": [
      SHARED_4
    ],
    "next_cursor?": "text"
  },
  "getOrder": SHARED_4,
  "revealOrder": SHARED_4,
  "closeOrder": {
    "order": SHARED_4,
    "session_ended": "boolean"
  },
  "changeCourier": SHARED_4,
  "extendOrder": SHARED_4,
  "createClient": {
    "client_id": "text",
    "client_proxy_number": "phone",
    "confirmation?": {
      "confirmation_id": "text",
      "status": "text"
    }
  },
  "listClients": {
    "items": [
      SHARED_3
    ],
    "next_cursor?": "text"
  },
  "nextClientId": {
    "next_client_id": "whole"
  },
  "getClientByProxy": SHARED_3,
  "getClient": SHARED_3,
  "revealClient": SHARED_3,
  "updateClient": SHARED_3,
  "eraseClient": {
    "client_id": "text",
    "erased_at": "time",
    "orders_closed": "whole",
    "sessions_closed": "whole",
    "quarantined_number?": "phone",
    "quarantined_until?": "time"
  },
  "expireConfirmations": {
    "expired": [
      {
        "pending_id": "text",
        "proxy_number?": "phone"
      }
    ],
    "released_total": "whole"
  },
  "createConfirmation": SHARED_2,
  "listConfirmations": {
    "items": [
      {
        "confirmation_id": "text",
        "purpose": "text",
        "status": "text",
        "client_id?": "text",
        "client_proxy_number?": "phone",
        "proved": [
          "text"
        ],
        "approved": "boolean",
        "attempts_left": "whole",
        "created_at": "time",
        "expires_at": "time",
        "next_step_at?": "time",
        "ended_at?": "time"
      }
    ],
    "next_cursor?": "text"
  },
  "getConfirmation": SHARED_5,
  "sendConfirmation": SHARED_2,
  "verifyConfirmation": SHARED_5,
  "approveConfirmation": SHARED_5,
  "cancelConfirmation": SHARED_5,
  "exportPerson": {
    "exported_at": "time",
    "phone": "phone",
    "clients": [
      {
        "client_id": "text",
        "client_name": "text",
        "client_mail": "text",
        "client_real_phone": "phone",
        "client_iso_residency": "text",
        "client_proxy_number?": "phone",
        "client_number_name?": "text",
        "created_at": "time",
        "confirmed_at?": "time"
      }
    ],
    "orders": [
      {
        "order_id": "text",
        "client_id": "text",
        "role": "text",
        "status": "text",
        "client_proxy_number": "phone",
        "courier_proxy_number?": "phone",
        "order_code?": "text",
        "order_code_long?": "text",
        "fingerprint?": "text",
        "created_at": "time",
        "expires_at?": "time",
        "closed_at?": "time"
      }
    ],
    "sessions": [
      {
        "session_id": "text",
        "kind": "text",
        "client_id": "text",
        "order_id?": "text",
        "proxy_number?": "phone",
        "masked_name?": "text",
        "home_country?": "text",
        "last_caller?": "text",
        "opted_out": "boolean",
        "opened_at": "time",
        "expires_at?": "time",
        "closed_at?": "time"
      }
    ],
    "participants": [
      {
        "participant_id": "text",
        "session_id": "text",
        "client_id": "text",
        "role": "text",
        "admitted_by": "text",
        "proxy_number": "phone",
        "phone?": "text",
        "opened_at": "time",
        "expires_at?": "time",
        "closed_at?": "time",
        "released_at?": "time"
      }
    ],
    "interactions": [
      {
        "id": "text",
        "at": "time",
        "ended_at?": "time",
        "channel": "text",
        "direction?": "text",
        "outcome": "text",
        "duration_seconds?": "whole",
        "from": "text",
        "to": "text",
        "client_id?": "text",
        "session_id?": "text",
        "carrier_id?": "text",
        "answer?": "object"
      }
    ],
    "confirmations": [
      {
        "confirmation_id": "text",
        "purpose": "text",
        "status": "text",
        "client_id?": "text",
        "client_name?": "text",
        "client_mail?": "text",
        "client_real_phone?": "text",
        "client_iso_residency?": "text",
        "number_type?": "text",
        "former_phone?": "text",
        "client_proxy_number?": "phone",
        "proved": [
          "text"
        ],
        "approved": "boolean",
        "fingerprint?": "text",
        "created_at": "time",
        "expires_at": "time",
        "ended_at?": "time"
      }
    ],
    "messages": [
      {
        "message_id": "text",
        "confirmation_id": "text",
        "message": "text",
        "channel": "text",
        "status": "text",
        "to?": "text",
        "digits?": "text",
        "created_at": "time",
        "ended_at?": "time"
      }
    ],
    "replies": [
      {
        "proxy_number": "text",
        "at": "time"
      }
    ],
    "requests": [
      {
        "idempotency_key": "text",
        "fingerprint?": "text",
        "at": "time"
      }
    ],
    "lockout?": {
      "strikes": "whole",
      "level": "whole",
      "last_at": "time",
      "locked_until?": "time"
    }
  },
  "erasePerson": {
    "erased_at": "time",
    "clients_erased": "whole",
    "sessions_closed": "whole",
    "orders_closed": [
      "text"
    ],
    "orders_scrubbed": "whole",
    "participants_erased": "whole",
    "last_callers_removed": "whole",
    "interactions_scrubbed": "whole"
  },
  "listAvailableNumbers": {
    "country_iso": "text",
    "number_type": "text",
    "available": [
      {
        "phone_number": "phone",
        "country_iso": "text",
        "number_type": "text",
        "friendly_name": "text",
        "status": "text",
        "capabilities": {
          "voice": "boolean",
          "sms": "boolean",
          "mms": "boolean"
        }
      }
    ]
  },
  "provisionNumbers": {
    "country_iso": "text",
    "batch_size": "whole",
    "number_type": "text",
    "require_sms_capability": "boolean",
    "require_voice_capability": "boolean",
    "candidates_limit": "whole",
    "purchased_now": [
      "phone"
    ],
    "failed": [
      {
        "code": "text",
        "reason": "text"
      }
    ]
  },
  "syncPool": {
    "missing_numbers": [
      "phone"
    ],
    "added_numbers": [
      "phone"
    ],
    "lost_numbers": [
      "phone"
    ],
    "total_twilio": "whole",
    "total_sheet": "whole"
  },
  "fixWebhooks": {
    "dry_run": "boolean",
    "target_voice_url": "text",
    "target_sms_url": "text",
    "checked": "whole",
    "need_fix_voice": [
      {
        "phone_number": "phone",
        "current_voice_url": "text"
      }
    ],
    "fixed_voice": [
      "phone"
    ],
    "need_fix_sms": [
      {
        "phone_number": "phone",
        "current_sms_url": "text"
      }
    ],
    "fixed_sms": [
      "phone"
    ],
    "not_found_on_twilio": [
      "phone"
    ],
    "errors": [
      {
        "phone_number": "phone",
        "err": "text"
      }
    ]
  },
  "shareNumbers": {
    "shared": "boolean",
    "changed": [
      "phone"
    ],
    "kept": [
      {
        "phone_number": "text",
        "reason": "text"
      }
    ]
  },
  "assignNumber": {
    "client_id": "text",
    "proxy": "phone"
  },
  "poolStats": {
    "pools": [
      {
        "country_iso": "text",
        "number_type": "text",
        "owned": "whole",
        "available": "whole",
        "assigned": "whole",
        "shared": "whole",
        "reserved": "whole",
        "quarantined": "whole",
        "held": "whole",
        "error": "whole"
      }
    ]
  },
  "listNumbers": {
    "items": [
      {
        "phone_number": "phone",
        "country_iso": "text",
        "number_type": "text",
        "capabilities": {
          "voice": "boolean",
          "sms": "boolean",
          "mms": "boolean"
        },
        "carrier": "text",
        "status": "text",
        "friendly_name": "text",
        "client_id?": "text",
        "confirmation_id?": "text",
        "until?": "time",
        "load": "whole",
        "reason?": "text",
        "bought_at": "time"
      }
    ],
    "next_cursor?": "text"
  },
  "purgeWithoutSms": {
    "released": [
      "phone"
    ],
    "removed": [
      "phone"
    ],
    "kept": [
      {
        "phone_number": "text",
        "reason": "text"
      }
    ],
    "failed": [
      {
        "phone_number": "text",
        "reason": "text"
      }
    ],
    "not_found": [
      "text"
    ],
    "dry_run": "boolean",
    "checked": "whole"
  },
  "releaseNumbers": {
    "released": [
      "phone"
    ],
    "removed": [
      "phone"
    ],
    "kept": [
      {
        "phone_number": "text",
        "reason": "text"
      }
    ],
    "failed": [
      {
        "phone_number": "text",
        "reason": "text"
      }
    ],
    "not_found": [
      "text"
    ]
  },
  "planPool": {
    "basis": "text",
    "blocking": "number",
    "growth_percent": "number",
    "days?": "number",
    "pools": [
      {
        "country_iso": "text",
        "number_type": "text",
        "owned": "whole",
        "available": "whole",
        "shared": {
          "now": "whole",
          "bound": "whole",
          "needed": "whole"
        },
        "dedicated": {
          "now": "whole",
          "bound": "whole",
          "needed": "whole"
        },
        "dedicated_instead?": "whole",
        "interactions": "whole",
        "buy": "whole",
        "release": "whole",
        "monthly_price?": "number",
        "monthly_cost?": "number",
        "planned_monthly_cost?": "number"
      }
    ]
  },
  "listInteractions": {
    "items": [
      SHARED_1
    ],
    "next_cursor?": "text"
  },
  "watchInteractions": SHARED_1,
  "interactionCounts": {
    "from": "time",
    "until": "time",
    "counts": [
      {
        "hour": "time",
        "channel": "text",
        "outcome": "text",
        "count": "whole"
      }
    ]
  },
  "simulateCall": {
    "decision": "text",
    "twiml": "text",
    "recorded": "boolean"
  },
  "mailClients": {
    "template": "text",
    "sent": "whole",
    "results": [
      {
        "client_id": "text",
        "status": "text",
        "reason?": "text"
      }
    ]
  },
  "weeklyReport": {
    "week": "text",
    "from": "time",
    "until": "time",
    "time_zone": "text",
    "counted_at": "time",
    "kept_since": "time",
    "complete": "boolean",
    "clients": {
      "total": "whole",
      "with_number": "whole",
      "without_number": "whole",
      "confirmed": "whole",
      "sharing_phone": "whole"
    },
    "numbers_given": {
      "this_week": "whole",
      "week_before?": "whole",
      "difference?": "whole"
    },
    "orders": "whole",
    "calls": {
      "total": "whole",
      "outcomes": [
        {
          "outcome": "text",
          "count": "whole"
        }
      ],
      "answered_rate?": "number",
      "median_ring_seconds?": "number",
      "minutes": "number"
    },
    "texts": {
      "total": "whole",
      "outcomes": [
        {
          "outcome": "text",
          "count": "whole"
        }
      ]
    },
    "unknown_callers": "whole",
    "first_calls": "whole",
    "pools": [
      {
        "country_iso": "text",
        "owned": "whole",
        "available": "whole",
        "assigned": "whole",
        "shared": "whole",
        "reserved": "whole",
        "quarantined": "whole",
        "held": "whole",
        "error": "whole",
        "monthly_cost?": "number"
      }
    ],
    "monthly_cost?": "number",
    "unpriced_numbers": "whole"
  },
  "search": {
    "orders": [
      SHARED_4
    ],
    "clients": [
      SHARED_3
    ],
    "more_orders": "boolean",
    "more_clients": "boolean"
  },
  "storeFindings": {
    "findings": [
      {
        "kind": "text",
        "tab": "text",
        "record?": "text",
        "row?": "whole",
        "column?": "text",
        "cell?": "text",
        "problem": "text"
      }
    ]
  },
  "checkSetup": {
    "checked_at": "time",
    "checks": [
      {
        "check": "text",
        "state": "text",
        "code": "text",
        "count?": "whole",
        "detail?": "text"
      }
    ],
    "watched": [
      {
        "country_iso": "text",
        "number_type?": "text",
        "available": "whole",
        "threshold": "whole"
      }
    ],
    "findings": [
      {
        "kind": "text",
        "tab": "text",
        "record?": "text",
        "row?": "whole",
        "column?": "text",
        "cell?": "text",
        "problem": "text"
      }
    ]
  },
  "createToken": {
    "id": "text",
    "name": "text",
    "role": "text",
    "created_at": "time",
    "expires_at?": "time",
    "last_used_at?": "time",
    "token": "text"
  },
  "listTokens": {
    "tokens": [
      {
        "id": "text",
        "name": "text",
        "role": "text",
        "created_at": "time",
        "expires_at?": "time",
        "last_used_at?": "time"
      }
    ],
    "ignored": [
      {
        "id": "text",
        "name": "text"
      }
    ]
  },
  "revokeToken": {
    "id": "text"
  },
  "listAudit": {
    "items": [
      {
        "id": "text",
        "at": "time",
        "actor": "text",
        "action": "text",
        "outcome": "text",
        "records": [
          "text"
        ],
        "reason?": "text",
        "address?": "text",
        "request_id?": "text",
        "seal?": "whole",
        "is_genuine": "boolean"
      }
    ],
    "next_cursor?": "text"
  },
  "verifyAudit": {
    "verified_at": "time",
    "head?": "text",
    "entries": "whole",
    "unsealed": "whole",
    "seals": "whole",
    "problems": [
      {
        "problem": "text",
        "entry_id?": "text",
        "sequence?": "whole"
      }
    ],
    "problem_count": "whole"
  }
} as const satisfies Readonly<
  Record<string, AnswerShape>
>;
