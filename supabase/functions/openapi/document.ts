// Made by npm run build:api from the functions' schemas; do not edit.

export const text = `{
 "openapi": "3.1.0",
 "info": {
  "title": "Trader Error Recovery",
  "version": "0.1.0",
  "description": "The Edge Functions, and what an executor serves to them. Failures are \`{ code, message }\`."
 },
 "servers": [
  {
   "url": "https://{project}.supabase.co/functions/v1",
   "variables": {
    "project": {
     "default": "project",
     "description": "The project's reference"
    }
   }
  }
 ],
 "paths": {
  "/record-error": {
   "post": {
    "operationId": "record-error",
    "summary": "Report errors",
    "description": "One event, or up to 500 of them. What is answered with 202 is committed; the same \`event_id\` again changes nothing. \`rejected\` says why an event is not stored. The body may be gzip; what is signed is its text.",
    "tags": [
     "executor"
    ],
    "security": [
     {
      "webhookId": [],
      "webhookTimestamp": [],
      "webhookSignature": []
     },
     {
      "secretKey": []
     }
    ],
    "parameters": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "anyOf": [
         {
          "type": "object",
          "properties": {
           "events": {
            "minItems": 1,
            "maxItems": 500,
            "type": "array",
            "items": {
             "type": "object",
             "properties": {
              "event_id": {
               "type": "string",
               "format": "uuid",
               "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
              },
              "trader_id": {
               "type": "string",
               "format": "uuid",
               "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
              },
              "component": {
               "default": "filter",
               "type": "string",
               "enum": [
                "filter",
                "series"
               ]
              },
              "error_type": {
               "type": "string"
              },
              "error_message": {
               "type": "string",
               "minLength": 1
              },
              "stack_trace": {
               "type": "string"
              },
              "occurred_at": {
               "type": "string",
               "format": "date-time",
               "pattern": "^(?:(?:\\\\d\\\\d[2468][048]|\\\\d\\\\d[13579][26]|\\\\d\\\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\\\d|30)|(?:02)-(?:0[1-9]|1\\\\d|2[0-8])))T(?:(?:[01]\\\\d|2[0-3]):[0-5]\\\\d:[0-5]\\\\d(?:\\\\.\\\\d+)?(?:Z|([+-](?:[01]\\\\d|2[0-3]):[0-5]\\\\d)))$"
              },
              "code_sha256": {
               "type": "string",
               "pattern": "^[0-9a-f]{64}$"
              },
              "filter_code": {
               "type": "string",
               "minLength": 1
              },
              "occurrences": {
               "default": 1,
               "type": "integer",
               "minimum": 1,
               "maximum": 1000000
              },
              "context": {
               "default": {},
               "type": "object",
               "properties": {
                "trigger_interval": {
                 "type": "string"
                },
                "symbol": {
                 "type": "string"
                },
                "symbols_processed": {
                 "type": "number"
                },
                "execution_duration_ms": {
                 "type": "number"
                },
                "executor_version": {
                 "type": "string"
                },
                "machine_id": {
                 "type": "string"
                }
               },
               "additionalProperties": {}
              },
              "market_data": {
               "type": "object",
               "properties": {},
               "additionalProperties": {}
              }
             },
             "required": [
              "event_id",
              "trader_id",
              "error_message"
             ]
            },
            "description": "A batch; without it the body is one event with the fields below"
           }
          },
          "required": [
           "events"
          ]
         },
         {
          "type": "object",
          "properties": {
           "event_id": {
            "type": "string",
            "format": "uuid",
            "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
            "description": "Needed of each event: the caller's idempotency key"
           },
           "trader_id": {
            "type": "string",
            "format": "uuid",
            "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
            "description": "Needed of each event: whose filter failed"
           },
           "component": {
            "default": "filter",
            "type": "string",
            "enum": [
             "filter",
             "series"
            ],
            "description": "Which code failed; the filter unless given"
           },
           "error_type": {
            "type": "string",
            "description": "\`compile\`, \`runtime\`, \`timeout\` or \`infrastructure\`; anything else is read from the message"
           },
           "error_message": {
            "type": "string",
            "minLength": 1,
            "description": "Needed of each event: with the executor's prefixes; 8 KB are kept"
           },
           "stack_trace": {
            "type": "string",
            "description": "32 KB are kept"
           },
           "occurred_at": {
            "type": "string",
            "format": "date-time",
            "pattern": "^(?:(?:\\\\d\\\\d[2468][048]|\\\\d\\\\d[13579][26]|\\\\d\\\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\\\d|30)|(?:02)-(?:0[1-9]|1\\\\d|2[0-8])))T(?:(?:[01]\\\\d|2[0-3]):[0-5]\\\\d:[0-5]\\\\d(?:\\\\.\\\\d+)?(?:Z|([+-](?:[01]\\\\d|2[0-3]):[0-5]\\\\d)))$",
            "description": "Now unless given"
           },
           "code_sha256": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "Hash of the code that failed"
           },
           "filter_code": {
            "type": "string",
            "minLength": 1,
            "description": "The code itself, where its hash is not known"
           },
           "occurrences": {
            "default": 1,
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000,
            "description": "How many identical errors it stands for"
           },
           "context": {
            "default": {},
            "type": "object",
            "properties": {
             "trigger_interval": {
              "type": "string"
             },
             "symbol": {
              "type": "string"
             },
             "symbols_processed": {
              "type": "number"
             },
             "execution_duration_ms": {
              "type": "number"
             },
             "executor_version": {
              "type": "string"
             },
             "machine_id": {
              "type": "string"
             }
            },
            "additionalProperties": {},
            "description": "Symbol, interval, executor, and what else is worth keeping; 16 KB are kept"
           },
           "market_data": {
            "type": "object",
            "properties": {},
            "additionalProperties": {},
            "description": "The input that broke it; left out above 256 KB"
           }
          },
          "required": [
           "event_id",
           "trader_id",
           "error_message"
          ]
         }
        ]
       },
       "example": {
        "events": [
         {
          "event_id": "4f6c0a1e-8b3d-4c57-a2f9-1d7e5b0c6a43",
          "trader_id": "9b1d6f4e-3c52-4d0a-9a75-2b8c1e0f7a31",
          "error_message": "panic in trader: reflect: slice index out of range",
          "context": {
           "symbol": "NEWUSDT",
           "trigger_interval": "5m"
          }
         }
        ]
       }
      }
     }
    },
    "responses": {
     "202": {
      "description": "Stored, counted as known, or rejected, event by event",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "accepted": {
           "type": "integer",
           "minimum": -9007199254740991,
           "maximum": 9007199254740991
          },
          "duplicates": {
           "type": "integer",
           "minimum": -9007199254740991,
           "maximum": 9007199254740991
          },
          "rejected": {
           "type": "array",
           "items": {
            "type": "object",
            "properties": {
             "index": {
              "type": "integer",
              "minimum": -9007199254740991,
              "maximum": 9007199254740991
             },
             "event_id": {
              "type": [
               "string",
               "null"
              ]
             },
             "code": {
              "type": "string"
             },
             "message": {
              "type": "string"
             }
            },
            "required": [
             "index",
             "event_id",
             "code",
             "message"
            ]
           }
          },
          "incidents": {
           "type": "array",
           "items": {
            "type": "object",
            "properties": {
             "incident_id": {
              "type": "string",
              "format": "uuid",
              "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
             },
             "trader_id": {
              "type": "string",
              "format": "uuid",
              "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
             },
             "is_new": {
              "type": "boolean"
             }
            },
            "required": [
             "incident_id",
             "trader_id",
             "is_new"
            ]
           }
          },
          "results": {
           "type": "array",
           "items": {
            "type": "object",
            "properties": {
             "index": {
              "type": "integer",
              "minimum": -9007199254740991,
              "maximum": 9007199254740991
             },
             "event_id": {
              "type": [
               "string",
               "null"
              ]
             },
             "status": {
              "type": "string",
              "enum": [
               "accepted",
               "duplicate",
               "rejected"
              ]
             },
             "incident_id": {
              "anyOf": [
               {
                "type": "string",
                "format": "uuid",
                "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
               },
               {
                "type": "null"
               }
              ]
             }
            },
            "required": [
             "index",
             "event_id",
             "status",
             "incident_id"
            ]
           }
          }
         },
         "required": [
          "accepted",
          "duplicates",
          "rejected",
          "incidents",
          "results"
         ]
        },
        "example": {
         "accepted": 1,
         "duplicates": 0,
         "rejected": [],
         "incidents": [
          {
           "incident_id": "5a0c2d9e-7f41-4b6b-8d13-6e9f0a2c4b58",
           "trader_id": "9b1d6f4e-3c52-4d0a-9a75-2b8c1e0f7a31",
           "is_new": true
          }
         ],
         "results": [
          {
           "index": 0,
           "event_id": "4f6c0a1e-8b3d-4c57-a2f9-1d7e5b0c6a43",
           "status": "accepted",
           "incident_id": "5a0c2d9e-7f41-4b6b-8d13-6e9f0a2c4b58"
          }
         ]
        }
       }
      }
     },
     "400": {
      "description": "\`invalid_json\`, \`unreadable_body\`, \`invalid_body\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_json",
              "unreadable_body",
              "invalid_body"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "401": {
      "description": "\`invalid_signature\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_signature"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "413": {
      "description": "\`body_too_large\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "body_too_large"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "415": {
      "description": "\`unsupported_encoding\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "unsupported_encoding"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "429": {
      "description": "\`too_many_events\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "too_many_events"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "503": {
      "description": "\`not_configured\`, \`database_unavailable\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_configured",
              "database_unavailable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   }
  },
  "/preview-fix": {
   "post": {
    "operationId": "preview-fix",
    "summary": "Try code on market data",
    "description": "Runs the running code and the candidate on captured, current and sample markets. With \`Accept: text/event-stream\` it answers server-sent events: \`progress\` (\`{ step, done, total }\`) any number of times, then \`result\` with the answer below, or \`error\` with \`{ code, message }\`.",
    "tags": [
     "user"
    ],
    "security": [
     {
      "userToken": [],
      "publishableKey": []
     }
    ],
    "parameters": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "type": "object",
        "properties": {
         "fix_id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
          "description": "The fix that is tried; or else \`trader_id\` and \`code\`"
         },
         "trader_id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
          "description": "The trader that other code is tried for"
         },
         "code": {
          "type": "string",
          "description": "Filter code in place of the fix's own; 64 KB at most"
         },
         "series_code": {
          "type": "string",
          "description": "The same of series code"
         },
         "symbols": {
          "minItems": 1,
          "maxItems": 40,
          "type": "array",
          "items": {
           "type": "string",
           "pattern": "^[A-Z0-9_]{1,30}$"
          },
          "description": "In place of the failing symbols and others"
         },
         "timeframes": {
          "minItems": 1,
          "type": "array",
          "items": {
           "type": "string",
           "enum": [
            "1m",
            "5m",
            "15m",
            "1h",
            "4h",
            "1d"
           ]
          },
          "description": "In place of those that the code reads"
         }
        },
        "additionalProperties": false
       },
       "example": {
        "fix_id": "d3f1a7c2-0b64-4e8e-9c1a-7f2e5b8d6a90",
        "symbols": [
         "BTCUSDT",
         "NEWUSDT"
        ]
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "What both codes say, and the proof",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "candidate": {
           "type": "object",
           "properties": {
            "code_sha256": {
             "type": "string"
            },
            "compiles": {
             "type": "boolean"
            },
            "errors": {
             "type": "array",
             "items": {
              "type": "object",
              "properties": {
               "class": {
                "type": "string",
                "enum": [
                 "compile",
                 "runtime",
                 "timeout",
                 "memory"
                ]
               },
               "code": {
                "type": "string"
               },
               "message": {
                "type": "string"
               },
               "line": {
                "type": "number"
               },
               "column": {
                "type": "number"
               },
               "source": {
                "type": "string"
               },
               "explanation": {
                "type": "string"
               },
               "values": {
                "type": "array",
                "items": {
                 "type": "object",
                 "properties": {
                  "name": {
                   "type": "string"
                  },
                  "value": {
                   "type": "string"
                  }
                 },
                 "required": [
                  "name",
                  "value"
                 ]
                }
               },
               "component": {
                "type": "string",
                "enum": [
                 "filter",
                 "series"
                ]
               }
              },
              "required": [
               "class",
               "code",
               "message",
               "component"
              ]
             }
            },
            "warnings": {
             "type": "array",
             "items": {
              "type": "object",
              "properties": {
               "code": {
                "type": "string"
               },
               "message": {
                "type": "string"
               },
               "line": {
                "type": "number"
               },
               "column": {
                "type": "number"
               },
               "source": {
                "type": "string"
               },
               "explanation": {
                "type": "string"
               },
               "component": {
                "type": "string",
                "enum": [
                 "filter",
                 "series"
                ]
               }
              },
              "required": [
               "code",
               "message",
               "line",
               "column",
               "component"
              ]
             }
            }
           },
           "required": [
            "code_sha256",
            "compiles",
            "errors",
            "warnings"
           ]
          },
          "running": {
           "type": "object",
           "properties": {
            "code_sha256": {
             "type": "string"
            },
            "compiles": {
             "type": "boolean"
            },
            "errors": {
             "type": "array",
             "items": {
              "type": "object",
              "properties": {
               "class": {
                "type": "string",
                "enum": [
                 "compile",
                 "runtime",
                 "timeout",
                 "memory"
                ]
               },
               "code": {
                "type": "string"
               },
               "message": {
                "type": "string"
               },
               "line": {
                "type": "number"
               },
               "column": {
                "type": "number"
               },
               "source": {
                "type": "string"
               },
               "explanation": {
                "type": "string"
               },
               "values": {
                "type": "array",
                "items": {
                 "type": "object",
                 "properties": {
                  "name": {
                   "type": "string"
                  },
                  "value": {
                   "type": "string"
                  }
                 },
                 "required": [
                  "name",
                  "value"
                 ]
                }
               },
               "component": {
                "type": "string",
                "enum": [
                 "filter",
                 "series"
                ]
               }
              },
              "required": [
               "class",
               "code",
               "message",
               "component"
              ]
             }
            },
            "warnings": {
             "type": "array",
             "items": {
              "type": "object",
              "properties": {
               "code": {
                "type": "string"
               },
               "message": {
                "type": "string"
               },
               "line": {
                "type": "number"
               },
               "column": {
                "type": "number"
               },
               "source": {
                "type": "string"
               },
               "explanation": {
                "type": "string"
               },
               "component": {
                "type": "string",
                "enum": [
                 "filter",
                 "series"
                ]
               }
              },
              "required": [
               "code",
               "message",
               "line",
               "column",
               "component"
              ]
             }
            },
            "version_id": {
             "type": "string",
             "format": "uuid",
             "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
            },
            "version": {
             "type": "integer",
             "minimum": -9007199254740991,
             "maximum": 9007199254740991
            }
           },
           "required": [
            "code_sha256",
            "compiles",
            "errors",
            "warnings",
            "version_id",
            "version"
           ]
          },
          "executor": {
           "type": "string",
           "enum": [
            "answered",
            "partly",
            "away",
            "not_configured"
           ]
          },
          "missing": {
           "type": "array",
           "items": {
            "type": "string"
           }
          },
          "markets": {
           "type": "array",
           "items": {
            "type": "object",
            "properties": {
             "symbol": {
              "type": "string"
             },
             "from": {
              "type": "string",
              "enum": [
               "captured",
               "executor",
               "sample"
              ]
             },
             "component": {
              "type": "string",
              "enum": [
               "filter",
               "series"
              ]
             },
             "running": {
              "anyOf": [
               {
                "type": "object",
                "properties": {
                 "matched": {
                  "type": "boolean"
                 }
                },
                "required": [
                 "matched"
                ]
               },
               {
                "type": "object",
                "properties": {
                 "series": {
                  "type": "array",
                  "items": {
                   "type": "object",
                   "properties": {
                    "name": {
                     "type": "string"
                    },
                    "values": {
                     "type": "integer",
                     "minimum": -9007199254740991,
                     "maximum": 9007199254740991
                    },
                    "last": {}
                   },
                   "required": [
                    "name",
                    "values",
                    "last"
                   ]
                  }
                 }
                },
                "required": [
                 "series"
                ]
               },
               {
                "type": "object",
                "properties": {
                 "error": {
                  "type": "object",
                  "properties": {
                   "class": {
                    "type": "string",
                    "enum": [
                     "compile",
                     "runtime",
                     "timeout",
                     "memory"
                    ]
                   },
                   "code": {
                    "type": "string"
                   },
                   "message": {
                    "type": "string"
                   },
                   "line": {
                    "type": "number"
                   },
                   "column": {
                    "type": "number"
                   },
                   "source": {
                    "type": "string"
                   },
                   "explanation": {
                    "type": "string"
                   },
                   "values": {
                    "type": "array",
                    "items": {
                     "type": "object",
                     "properties": {
                      "name": {
                       "type": "string"
                      },
                      "value": {
                       "type": "string"
                      }
                     },
                     "required": [
                      "name",
                      "value"
                     ]
                    }
                   }
                  },
                  "required": [
                   "class",
                   "code",
                   "message"
                  ]
                 },
                 "assumed": {
                  "type": "boolean"
                 }
                },
                "required": [
                 "error",
                 "assumed"
                ]
               },
               {
                "type": "object",
                "properties": {
                 "not_run": {
                  "type": "string",
                  "const": "out_of_time"
                 }
                },
                "required": [
                 "not_run"
                ]
               }
              ]
             },
             "candidate": {
              "anyOf": [
               {
                "type": "object",
                "properties": {
                 "matched": {
                  "type": "boolean"
                 }
                },
                "required": [
                 "matched"
                ]
               },
               {
                "type": "object",
                "properties": {
                 "series": {
                  "type": "array",
                  "items": {
                   "type": "object",
                   "properties": {
                    "name": {
                     "type": "string"
                    },
                    "values": {
                     "type": "integer",
                     "minimum": -9007199254740991,
                     "maximum": 9007199254740991
                    },
                    "last": {}
                   },
                   "required": [
                    "name",
                    "values",
                    "last"
                   ]
                  }
                 }
                },
                "required": [
                 "series"
                ]
               },
               {
                "type": "object",
                "properties": {
                 "error": {
                  "type": "object",
                  "properties": {
                   "class": {
                    "type": "string",
                    "enum": [
                     "compile",
                     "runtime",
                     "timeout",
                     "memory"
                    ]
                   },
                   "code": {
                    "type": "string"
                   },
                   "message": {
                    "type": "string"
                   },
                   "line": {
                    "type": "number"
                   },
                   "column": {
                    "type": "number"
                   },
                   "source": {
                    "type": "string"
                   },
                   "explanation": {
                    "type": "string"
                   },
                   "values": {
                    "type": "array",
                    "items": {
                     "type": "object",
                     "properties": {
                      "name": {
                       "type": "string"
                      },
                      "value": {
                       "type": "string"
                      }
                     },
                     "required": [
                      "name",
                      "value"
                     ]
                    }
                   }
                  },
                  "required": [
                   "class",
                   "code",
                   "message"
                  ]
                 },
                 "assumed": {
                  "type": "boolean"
                 }
                },
                "required": [
                 "error",
                 "assumed"
                ]
               },
               {
                "type": "object",
                "properties": {
                 "not_run": {
                  "type": "string",
                  "const": "out_of_time"
                 }
                },
                "required": [
                 "not_run"
                ]
               }
              ]
             },
             "change": {
              "anyOf": [
               {
                "type": "string",
                "enum": [
                 "equal",
                 "changed",
                 "fixed",
                 "broken",
                 "failing"
                ]
               },
               {
                "type": "string",
                "const": "not_run"
               }
              ]
             }
            },
            "required": [
             "symbol",
             "from",
             "component",
             "running",
             "candidate",
             "change"
            ]
           }
          },
          "summary": {
           "type": "object",
           "properties": {
            "markets": {
             "type": "integer",
             "minimum": -9007199254740991,
             "maximum": 9007199254740991
            },
            "equal": {
             "type": "integer",
             "minimum": -9007199254740991,
             "maximum": 9007199254740991
            },
            "changed": {
             "type": "integer",
             "minimum": -9007199254740991,
             "maximum": 9007199254740991
            },
            "fixed": {
             "type": "integer",
             "minimum": -9007199254740991,
             "maximum": 9007199254740991
            },
            "broken": {
             "type": "integer",
             "minimum": -9007199254740991,
             "maximum": 9007199254740991
            },
            "failing": {
             "type": "integer",
             "minimum": -9007199254740991,
             "maximum": 9007199254740991
            },
            "not_run": {
             "type": "integer",
             "minimum": -9007199254740991,
             "maximum": 9007199254740991
            },
            "matches": {
             "type": "object",
             "properties": {
              "running": {
               "type": "integer",
               "minimum": -9007199254740991,
               "maximum": 9007199254740991
              },
              "candidate": {
               "type": "integer",
               "minimum": -9007199254740991,
               "maximum": 9007199254740991
              }
             },
             "required": [
              "running",
              "candidate"
             ]
            }
           },
           "required": [
            "markets",
            "equal",
            "changed",
            "fixed",
            "broken",
            "failing",
            "not_run",
            "matches"
           ]
          },
          "findings": {
           "anyOf": [
            {
             "type": "array",
             "items": {
              "type": "object",
              "properties": {
               "component": {
                "type": "string",
                "enum": [
                 "filter",
                 "series"
                ]
               },
               "code": {
                "type": "string"
               },
               "message": {
                "type": "string"
               },
               "line": {
                "type": "number"
               },
               "detail": {
                "type": "string"
               }
              },
              "required": [
               "component",
               "code",
               "message",
               "line"
              ]
             }
            },
            {
             "type": "null"
            }
           ]
          },
          "proof": {
           "anyOf": [
            {
             "type": "object",
             "properties": {
              "reproduced": {
               "type": "boolean"
              },
              "failure_seen": {
               "anyOf": [
                {
                 "type": "object",
                 "properties": {
                  "symbol": {
                   "type": [
                    "string",
                    "null"
                   ]
                  },
                  "message": {
                   "type": "string"
                  },
                  "line": {
                   "type": [
                    "number",
                    "null"
                   ]
                  },
                  "source": {
                   "type": [
                    "string",
                    "null"
                   ]
                  }
                 },
                 "required": [
                  "symbol",
                  "message",
                  "line",
                  "source"
                 ]
                },
                {
                 "type": "null"
                }
               ]
              },
              "compiles": {
               "type": "boolean"
              },
              "crash_input_passes": {
               "type": "boolean"
              },
              "replayed": {
               "type": "integer",
               "minimum": -9007199254740991,
               "maximum": 9007199254740991
              },
              "captured": {
               "type": "integer",
               "minimum": -9007199254740991,
               "maximum": 9007199254740991
              },
              "others_from": {
               "type": "string",
               "enum": [
                "executor",
                "samples"
               ]
              },
              "failing": {
               "type": "array",
               "items": {
                "type": "object",
                "properties": {
                 "symbol": {
                  "type": "string"
                 },
                 "message": {
                  "type": "string"
                 }
                },
                "required": [
                 "symbol",
                 "message"
                ]
               }
              },
              "healthy": {
               "type": "object",
               "properties": {
                "inputs": {
                 "type": "integer",
                 "minimum": -9007199254740991,
                 "maximum": 9007199254740991
                },
                "equal": {
                 "type": "integer",
                 "minimum": -9007199254740991,
                 "maximum": 9007199254740991
                },
                "changed": {
                 "type": "array",
                 "items": {
                  "type": "object",
                  "properties": {
                   "symbol": {
                    "type": "string"
                   },
                   "before": {},
                   "after": {}
                  },
                  "required": [
                   "symbol",
                   "before",
                   "after"
                  ]
                 }
                }
               },
               "required": [
                "inputs",
                "equal",
                "changed"
               ]
              },
              "suppression": {
               "type": "array",
               "items": {
                "type": "object",
                "properties": {
                 "code": {
                  "type": "string"
                 },
                 "message": {
                  "type": "string"
                 },
                 "line": {
                  "type": "number"
                 },
                 "detail": {
                  "type": "string"
                 }
                },
                "required": [
                 "code",
                 "message",
                 "line"
                ]
               }
              },
              "p95_ms": {
               "type": [
                "number",
                "null"
               ]
              },
              "fuel": {
               "type": "number"
              },
              "verdict": {
               "type": "string",
               "enum": [
                "validated",
                "not_validated"
               ]
              },
              "failure": {
               "type": [
                "string",
                "null"
               ]
              }
             },
             "required": [
              "reproduced",
              "failure_seen",
              "compiles",
              "crash_input_passes",
              "replayed",
              "captured",
              "others_from",
              "failing",
              "healthy",
              "suppression",
              "p95_ms",
              "fuel",
              "verdict",
              "failure"
             ]
            },
            {
             "type": "null"
            }
           ]
          },
          "why_no_proof": {
           "anyOf": [
            {
             "type": "string",
             "enum": [
              "no_incident",
              "candidate_exceeds_limits",
              "out_of_time"
             ]
            },
            {
             "type": "null"
            }
           ]
          },
          "missed": {
           "anyOf": [
            {
             "type": "object",
             "properties": {
              "from": {
               "type": "number"
              },
              "to": {
               "type": "number"
              },
              "complete": {
               "type": "boolean"
              },
              "why_incomplete": {
               "type": "array",
               "items": {
                "type": "string",
                "enum": [
                 "executor_not_configured",
                 "executor_away",
                 "candidate_does_not_compile",
                 "candidate_exceeds_limits",
                 "window_cut",
                 "symbols_cut",
                 "symbols_missing",
                 "history_short",
                 "candles_stale",
                 "points_cut",
                 "out_of_time"
                ]
               }
              },
              "past": {
               "type": "boolean",
               "const": true
              },
              "executed": {
               "type": "boolean",
               "const": false
              },
              "signals": {
               "type": "array",
               "items": {
                "type": "object",
                "properties": {
                 "symbol": {
                  "type": "string"
                 },
                 "timeframe": {
                  "type": "string"
                 },
                 "from": {
                  "type": "number"
                 },
                 "to": {
                  "type": "number"
                 },
                 "candles": {
                  "type": "integer",
                  "minimum": -9007199254740991,
                  "maximum": 9007199254740991
                 },
                 "price": {
                  "type": "number"
                 }
                },
                "required": [
                 "symbol",
                 "timeframe",
                 "from",
                 "to",
                 "candles",
                 "price"
                ]
               }
              }
             },
             "required": [
              "from",
              "to",
              "complete",
              "why_incomplete",
              "past",
              "executed",
              "signals"
             ]
            },
            {
             "type": "null"
            }
           ]
          },
          "chart": {
           "type": "array",
           "items": {
            "type": "object",
            "properties": {
             "symbol": {
              "type": "string"
             },
             "from": {
              "type": "string",
              "enum": [
               "captured",
               "executor",
               "sample"
              ]
             },
             "timeframe": {
              "type": "string"
             },
             "candles": {
              "type": "array",
              "items": {
               "type": "array",
               "prefixItems": [
                {
                 "type": "number"
                },
                {
                 "type": "number"
                },
                {
                 "type": "number"
                },
                {
                 "type": "number"
                },
                {
                 "type": "number"
                },
                {
                 "type": "number"
                }
               ],
               "items": false,
               "minItems": 6,
               "maxItems": 6
              }
             },
             "markers": {
              "type": "array",
              "items": {
               "type": "object",
               "properties": {
                "time": {
                 "type": "number"
                },
                "kind": {
                 "type": "string",
                 "enum": [
                  "running_matched",
                  "candidate_matched",
                  "running_failed",
                  "candidate_failed"
                 ]
                }
               },
               "required": [
                "time",
                "kind"
               ]
              }
             },
             "walked_from": {
              "type": [
               "number",
               "null"
              ]
             }
            },
            "required": [
             "symbol",
             "from",
             "timeframe",
             "candles",
             "markers",
             "walked_from"
            ]
           }
          },
          "series": {
           "type": "array",
           "items": {
            "type": "object",
            "properties": {
             "symbol": {
              "type": "string"
             },
             "running": {
              "anyOf": [
               {
                "type": "object",
                "propertyNames": {
                 "type": "string"
                },
                "additionalProperties": {}
               },
               {
                "type": "null"
               }
              ]
             },
             "candidate": {
              "anyOf": [
               {
                "type": "object",
                "propertyNames": {
                 "type": "string"
                },
                "additionalProperties": {}
               },
               {
                "type": "null"
               }
              ]
             }
            },
            "required": [
             "symbol",
             "running",
             "candidate"
            ]
           }
          },
          "timings": {
           "type": "object",
           "properties": {
            "total_ms": {
             "type": "number"
            },
            "fetch_ms": {
             "type": "number"
            },
            "run_ms": {
             "type": "number"
            },
            "running": {
             "anyOf": [
              {
               "type": "object",
               "properties": {
                "p50_ms": {
                 "type": "number"
                },
                "p95_ms": {
                 "type": "number"
                }
               },
               "required": [
                "p50_ms",
                "p95_ms"
               ]
              },
              {
               "type": "null"
              }
             ]
            },
            "candidate": {
             "anyOf": [
              {
               "type": "object",
               "properties": {
                "p50_ms": {
                 "type": "number"
                },
                "p95_ms": {
                 "type": "number"
                }
               },
               "required": [
                "p50_ms",
                "p95_ms"
               ]
              },
              {
               "type": "null"
              }
             ]
            }
           },
           "required": [
            "total_ms",
            "fetch_ms",
            "run_ms",
            "running",
            "candidate"
           ]
          }
         },
         "required": [
          "candidate",
          "running",
          "executor",
          "missing",
          "markets",
          "summary",
          "findings",
          "proof",
          "why_no_proof",
          "missed",
          "chart",
          "series",
          "timings"
         ]
        }
       },
       "text/event-stream": {
        "schema": {
         "type": "string"
        }
       }
      }
     },
     "400": {
      "description": "\`invalid_json\`, \`unreadable_body\`, \`invalid_body\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_json",
              "unreadable_body",
              "invalid_body"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "401": {
      "description": "\`not_signed_in\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_signed_in"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "404": {
      "description": "\`fix_not_found\`, \`trader_not_found\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "fix_not_found",
              "trader_not_found"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "413": {
      "description": "\`body_too_large\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "body_too_large"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "415": {
      "description": "\`unsupported_encoding\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "unsupported_encoding"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "422": {
      "description": "\`nothing_runs\`, \`no_candidate\`, \`not_go\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "nothing_runs",
              "no_candidate",
              "not_go"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "429": {
      "description": "\`too_many_previews\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "too_many_previews"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "503": {
      "description": "\`auth_unavailable\`, \`database_unavailable\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "auth_unavailable",
              "database_unavailable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   }
  },
  "/apply-fix": {
   "post": {
    "operationId": "apply-fix",
    "summary": "Accept or reject a fix",
    "description": "Accepting writes the version and its deployment in one transaction, then has the executor load it. Calling it again changes nothing and tells how the first call stands.",
    "tags": [
     "user"
    ],
    "security": [
     {
      "userToken": [],
      "publishableKey": []
     }
    ],
    "parameters": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "oneOf": [
         {
          "type": "object",
          "properties": {
           "fix_id": {
            "type": "string",
            "format": "uuid",
            "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
            "description": "The fix"
           },
           "code_sha256": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "Hash of the code that the user was shown"
           },
           "reason": {
            "type": "string",
            "minLength": 1,
            "maxLength": 2000,
            "description": "Why, in the user's words; kept"
           },
           "decision": {
            "type": "string",
            "const": "accept",
            "description": "\`accept\` or \`reject\`"
           },
           "code": {
            "type": "string",
            "description": "The user's edit"
           },
           "series_code": {
            "type": "string",
            "description": "The user's edit of series code; only with \`code\`"
           },
           "acknowledge_unvalidated": {
            "type": "boolean",
            "description": "Accepts what is not proven"
           }
          },
          "required": [
           "fix_id",
           "code_sha256",
           "decision"
          ],
          "additionalProperties": false
         },
         {
          "type": "object",
          "properties": {
           "fix_id": {
            "type": "string",
            "format": "uuid",
            "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
            "description": "The fix"
           },
           "code_sha256": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "Hash of the code that the user was shown"
           },
           "reason": {
            "type": "string",
            "minLength": 1,
            "maxLength": 2000,
            "description": "Why, in the user's words; kept"
           },
           "decision": {
            "type": "string",
            "const": "reject",
            "description": "\`accept\` or \`reject\`"
           }
          },
          "required": [
           "fix_id",
           "code_sha256",
           "decision"
          ],
          "additionalProperties": false
         }
        ]
       },
       "example": {
        "fix_id": "d3f1a7c2-0b64-4e8e-9c1a-7f2e5b8d6a90",
        "decision": "accept",
        "code_sha256": "0f4b1c7e5a2d8f36b9c0e7a4d1f85b2c6e93a0d7f4b18c5e2a69d0f3b7c41e85"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "Accepted, with the deployment as far as it has come; or rejected",
      "content": {
       "application/json": {
        "schema": {
         "oneOf": [
          {
           "type": "object",
           "properties": {
            "status": {
             "type": "string",
             "const": "accepted"
            },
            "version_id": {
             "type": "string",
             "format": "uuid",
             "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
            },
            "already_accepted": {
             "type": "boolean"
            },
            "deployment": {
             "type": "object",
             "properties": {
              "id": {
               "type": "string",
               "format": "uuid",
               "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
              },
              "trader_id": {
               "type": "string",
               "format": "uuid",
               "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
              },
              "version_id": {
               "type": "string",
               "format": "uuid",
               "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
              },
              "version": {
               "type": "integer",
               "minimum": -9007199254740991,
               "maximum": 9007199254740991
              },
              "code_sha256": {
               "type": "string"
              },
              "fix_id": {
               "anyOf": [
                {
                 "type": "string",
                 "format": "uuid",
                 "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
                },
                {
                 "type": "null"
                }
               ]
              },
              "status": {
               "type": "string",
               "enum": [
                "pending",
                "deployed",
                "verified",
                "rolled_back",
                "failed"
               ]
              },
              "reason": {
               "type": [
                "string",
                "null"
               ]
              },
              "error": {
               "type": [
                "string",
                "null"
               ]
              },
              "next": {
               "type": "string",
               "enum": [
                "ask_executor",
                "retry",
                "watch",
                "decide",
                "none"
               ]
              },
              "attempts": {
               "type": "integer",
               "minimum": -9007199254740991,
               "maximum": 9007199254740991
              },
              "next_attempt_at": {
               "type": "string"
              },
              "live_since": {
               "type": [
                "string",
                "null"
               ]
              },
              "confirmed_at": {
               "type": [
                "string",
                "null"
               ]
              },
              "watch_until": {
               "type": [
                "string",
                "null"
               ]
              },
              "is_automatic": {
               "type": "boolean"
              },
              "is_validated": {
               "type": [
                "boolean",
                "null"
               ]
              },
              "request_reason": {
               "type": [
                "string",
                "null"
               ]
              },
              "created_at": {
               "type": "string"
              }
             },
             "required": [
              "id",
              "trader_id",
              "version_id",
              "version",
              "code_sha256",
              "fix_id",
              "status",
              "reason",
              "error",
              "next",
              "attempts",
              "next_attempt_at",
              "live_since",
              "confirmed_at",
              "watch_until",
              "is_automatic",
              "is_validated",
              "request_reason",
              "created_at"
             ]
            }
           },
           "required": [
            "status",
            "version_id",
            "already_accepted",
            "deployment"
           ]
          },
          {
           "type": "object",
           "properties": {
            "status": {
             "type": "string",
             "const": "rejected"
            }
           },
           "required": [
            "status"
           ]
          }
         ]
        },
        "example": {
         "status": "accepted",
         "version_id": "71e4c0b9-5d2f-4a3b-8e67-0c9d1f3a5b82",
         "already_accepted": false,
         "deployment": {
          "id": "2c8e5f70-1a94-4d36-b0e2-9f7a3c6d8b14",
          "trader_id": "9b1d6f4e-3c52-4d0a-9a75-2b8c1e0f7a31",
          "version_id": "71e4c0b9-5d2f-4a3b-8e67-0c9d1f3a5b82",
          "version": 4,
          "code_sha256": "0f4b1c7e5a2d8f36b9c0e7a4d1f85b2c6e93a0d7f4b18c5e2a69d0f3b7c41e85",
          "fix_id": "d3f1a7c2-0b64-4e8e-9c1a-7f2e5b8d6a90",
          "status": "deployed",
          "reason": null,
          "error": null,
          "next": "watch",
          "attempts": 1,
          "next_attempt_at": "2026-11-28T20:39:50.831Z",
          "live_since": "2026-11-28T20:39:51.054Z",
          "confirmed_at": "2026-11-28T20:39:51.054Z",
          "watch_until": "2026-11-28T20:54:51.054Z",
          "is_automatic": false,
          "is_validated": true,
          "request_reason": null,
          "created_at": "2026-11-28T20:39:50.831Z"
         }
        }
       }
      }
     },
     "400": {
      "description": "\`invalid_json\`, \`unreadable_body\`, \`invalid_body\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_json",
              "unreadable_body",
              "invalid_body"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "401": {
      "description": "\`not_signed_in\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_signed_in"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "404": {
      "description": "\`fix_not_found\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "fix_not_found"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "409": {
      "description": "\`code_mismatch\`, \`fix_not_proposed\`, \`base_moved\`, \`already_accepted\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "code_mismatch",
              "fix_not_proposed",
              "base_moved",
              "already_accepted"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "413": {
      "description": "\`body_too_large\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "body_too_large"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "415": {
      "description": "\`unsupported_encoding\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "unsupported_encoding"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "422": {
      "description": "\`does_not_compile\`, \`not_validated\`, \`code_unchanged\`, \`no_candidate\`, \`nothing_runs\`, \`not_go\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "does_not_compile",
              "not_validated",
              "code_unchanged",
              "no_candidate",
              "nothing_runs",
              "not_go"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "429": {
      "description": "\`too_many_previews\`, \`too_many_versions\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "too_many_previews",
              "too_many_versions"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "503": {
      "description": "\`auth_unavailable\`, \`database_unavailable\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "auth_unavailable",
              "database_unavailable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   }
  },
  "/rollback-filter": {
   "post": {
    "operationId": "rollback-filter",
    "summary": "Go back to an earlier version",
    "description": "Makes the code of that version the trader's again, as a new version, and brings it to the executor.",
    "tags": [
     "user"
    ],
    "security": [
     {
      "userToken": [],
      "publishableKey": []
     }
    ],
    "parameters": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "type": "object",
        "properties": {
         "trader_id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
          "description": "The trader"
         },
         "version_id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
          "description": "The version to go back to"
         },
         "reason": {
          "type": "string",
          "minLength": 1,
          "maxLength": 2000,
          "description": "Why, in the user's words; kept"
         }
        },
        "required": [
         "trader_id",
         "version_id"
        ],
        "additionalProperties": false
       },
       "example": {
        "trader_id": "9b1d6f4e-3c52-4d0a-9a75-2b8c1e0f7a31",
        "version_id": "71e4c0b9-5d2f-4a3b-8e67-0c9d1f3a5b82",
        "reason": "It traded too often"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "Done; \`changed\` is false where that code ran already",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "status": {
           "type": "string",
           "const": "rolled_back"
          },
          "changed": {
           "type": "boolean"
          },
          "version_id": {
           "type": "string",
           "format": "uuid",
           "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
          },
          "deployment": {
           "type": "object",
           "properties": {
            "id": {
             "type": "string",
             "format": "uuid",
             "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
            },
            "trader_id": {
             "type": "string",
             "format": "uuid",
             "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
            },
            "version_id": {
             "type": "string",
             "format": "uuid",
             "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
            },
            "version": {
             "type": "integer",
             "minimum": -9007199254740991,
             "maximum": 9007199254740991
            },
            "code_sha256": {
             "type": "string"
            },
            "fix_id": {
             "anyOf": [
              {
               "type": "string",
               "format": "uuid",
               "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
              },
              {
               "type": "null"
              }
             ]
            },
            "status": {
             "type": "string",
             "enum": [
              "pending",
              "deployed",
              "verified",
              "rolled_back",
              "failed"
             ]
            },
            "reason": {
             "type": [
              "string",
              "null"
             ]
            },
            "error": {
             "type": [
              "string",
              "null"
             ]
            },
            "next": {
             "type": "string",
             "enum": [
              "ask_executor",
              "retry",
              "watch",
              "decide",
              "none"
             ]
            },
            "attempts": {
             "type": "integer",
             "minimum": -9007199254740991,
             "maximum": 9007199254740991
            },
            "next_attempt_at": {
             "type": "string"
            },
            "live_since": {
             "type": [
              "string",
              "null"
             ]
            },
            "confirmed_at": {
             "type": [
              "string",
              "null"
             ]
            },
            "watch_until": {
             "type": [
              "string",
              "null"
             ]
            },
            "is_automatic": {
             "type": "boolean"
            },
            "is_validated": {
             "type": [
              "boolean",
              "null"
             ]
            },
            "request_reason": {
             "type": [
              "string",
              "null"
             ]
            },
            "created_at": {
             "type": "string"
            }
           },
           "required": [
            "id",
            "trader_id",
            "version_id",
            "version",
            "code_sha256",
            "fix_id",
            "status",
            "reason",
            "error",
            "next",
            "attempts",
            "next_attempt_at",
            "live_since",
            "confirmed_at",
            "watch_until",
            "is_automatic",
            "is_validated",
            "request_reason",
            "created_at"
           ]
          }
         },
         "required": [
          "status",
          "changed",
          "version_id",
          "deployment"
         ]
        },
        "example": {
         "status": "rolled_back",
         "changed": true,
         "version_id": "71e4c0b9-5d2f-4a3b-8e67-0c9d1f3a5b82",
         "deployment": {
          "id": "2c8e5f70-1a94-4d36-b0e2-9f7a3c6d8b14",
          "trader_id": "9b1d6f4e-3c52-4d0a-9a75-2b8c1e0f7a31",
          "version_id": "71e4c0b9-5d2f-4a3b-8e67-0c9d1f3a5b82",
          "version": 4,
          "code_sha256": "0f4b1c7e5a2d8f36b9c0e7a4d1f85b2c6e93a0d7f4b18c5e2a69d0f3b7c41e85",
          "fix_id": "d3f1a7c2-0b64-4e8e-9c1a-7f2e5b8d6a90",
          "status": "deployed",
          "reason": null,
          "error": null,
          "next": "watch",
          "attempts": 1,
          "next_attempt_at": "2026-11-28T20:39:50.831Z",
          "live_since": "2026-11-28T20:39:51.054Z",
          "confirmed_at": "2026-11-28T20:39:51.054Z",
          "watch_until": "2026-11-28T20:54:51.054Z",
          "is_automatic": false,
          "is_validated": true,
          "request_reason": null,
          "created_at": "2026-11-28T20:39:50.831Z"
         }
        }
       }
      }
     },
     "400": {
      "description": "\`invalid_json\`, \`unreadable_body\`, \`invalid_body\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_json",
              "unreadable_body",
              "invalid_body"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "401": {
      "description": "\`not_signed_in\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_signed_in"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "404": {
      "description": "\`trader_not_found\`, \`version_not_found\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "trader_not_found",
              "version_not_found"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "413": {
      "description": "\`body_too_large\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "body_too_large"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "415": {
      "description": "\`unsupported_encoding\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "unsupported_encoding"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "429": {
      "description": "\`too_many_versions\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "too_many_versions"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "503": {
      "description": "\`auth_unavailable\`, \`database_unavailable\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "auth_unavailable",
              "database_unavailable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   }
  },
  "/set-incident-status": {
   "post": {
    "operationId": "set-incident-status",
    "summary": "Resolve, ignore or reopen an incident",
    "description": "An ignored incident comes back when it spreads or happens far more often.",
    "tags": [
     "user"
    ],
    "security": [
     {
      "userToken": [],
      "publishableKey": []
     }
    ],
    "parameters": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "type": "object",
        "properties": {
         "incident_id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
          "description": "The incident"
         },
         "status": {
          "type": "string",
          "enum": [
           "open",
           "ignored",
           "resolved"
          ],
          "description": "What it becomes"
         },
         "reason": {
          "type": "string",
          "minLength": 1,
          "maxLength": 2000,
          "description": "Why, in the user's words; kept"
         },
         "ignored_until": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\\\d\\\\d[2468][048]|\\\\d\\\\d[13579][26]|\\\\d\\\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\\\d|30)|(?:02)-(?:0[1-9]|1\\\\d|2[0-8])))T(?:(?:[01]\\\\d|2[0-3]):[0-5]\\\\d:[0-5]\\\\d(?:\\\\.\\\\d+)?(?:Z|([+-](?:[01]\\\\d|2[0-3]):[0-5]\\\\d)))$",
          "description": "Only with \`ignored\`: until when, whatever it does"
         }
        },
        "required": [
         "incident_id",
         "status"
        ],
        "additionalProperties": false
       },
       "example": {
        "incident_id": "5a0c2d9e-7f41-4b6b-8d13-6e9f0a2c4b58",
        "status": "ignored",
        "reason": "Known, low priority"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "The incident as it is now",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "id": {
           "type": "string",
           "format": "uuid",
           "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
          },
          "status": {
           "type": "string",
           "enum": [
            "open",
            "ignored",
            "resolved"
           ]
          },
          "ignored_until": {
           "type": [
            "string",
            "null"
           ]
          },
          "decided_at": {
           "type": [
            "string",
            "null"
           ]
          }
         },
         "required": [
          "id",
          "status",
          "ignored_until",
          "decided_at"
         ]
        },
        "example": {
         "id": "5a0c2d9e-7f41-4b6b-8d13-6e9f0a2c4b58",
         "status": "ignored",
         "ignored_until": null,
         "decided_at": "2026-11-28T20:40:00Z"
        }
       }
      }
     },
     "400": {
      "description": "\`invalid_json\`, \`unreadable_body\`, \`invalid_body\`, \`invalid_status\`, \`invalid_until\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_json",
              "unreadable_body",
              "invalid_body",
              "invalid_status",
              "invalid_until"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "401": {
      "description": "\`not_signed_in\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_signed_in"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "404": {
      "description": "\`incident_not_found\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "incident_not_found"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "409": {
      "description": "\`fault_is_live\`, \`incident_resolved\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "fault_is_live",
              "incident_resolved"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "413": {
      "description": "\`body_too_large\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "body_too_large"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "415": {
      "description": "\`unsupported_encoding\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "unsupported_encoding"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "503": {
      "description": "\`auth_unavailable\`, \`database_unavailable\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "auth_unavailable",
              "database_unavailable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   }
  },
  "/request-fix": {
   "post": {
    "operationId": "request-fix",
    "summary": "Ask for a repair",
    "description": "Has an incident repaired, or repaired once more. A fix that was held goes on.",
    "tags": [
     "user"
    ],
    "security": [
     {
      "userToken": [],
      "publishableKey": []
     }
    ],
    "parameters": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "type": "object",
        "properties": {
         "incident_id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
          "description": "The incident"
         },
         "hint": {
          "type": "string",
          "minLength": 1,
          "maxLength": 2000,
          "description": "What the repair should heed"
         }
        },
        "required": [
         "incident_id"
        ],
        "additionalProperties": false
       },
       "example": {
        "incident_id": "5a0c2d9e-7f41-4b6b-8d13-6e9f0a2c4b58",
        "hint": "Keep the volume condition"
       }
      }
     }
    },
    "responses": {
     "202": {
      "description": "Queued",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "fix_id": {
           "type": "string",
           "format": "uuid",
           "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
          }
         },
         "required": [
          "fix_id"
         ]
        },
        "example": {
         "fix_id": "d3f1a7c2-0b64-4e8e-9c1a-7f2e5b8d6a90"
        }
       }
      }
     },
     "400": {
      "description": "\`invalid_json\`, \`unreadable_body\`, \`invalid_body\`, \`invalid_hint\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_json",
              "unreadable_body",
              "invalid_body",
              "invalid_hint"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "401": {
      "description": "\`not_signed_in\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_signed_in"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "404": {
      "description": "\`incident_not_found\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "incident_not_found"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "409": {
      "description": "\`fix_in_progress\`, \`not_repairable\`, \`attempts_exhausted\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "fix_in_progress",
              "not_repairable",
              "attempts_exhausted"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "413": {
      "description": "\`body_too_large\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "body_too_large"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "415": {
      "description": "\`unsupported_encoding\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "unsupported_encoding"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "503": {
      "description": "\`auth_unavailable\`, \`database_unavailable\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "auth_unavailable",
              "database_unavailable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   }
  },
  "/resolve-systemic-fault": {
   "post": {
    "operationId": "resolve-systemic-fault",
    "summary": "End a fault of many traders",
    "description": "With or without the repairs that it holds. Twice is once.",
    "tags": [
     "operator"
    ],
    "security": [
     {
      "userToken": [],
      "publishableKey": []
     }
    ],
    "parameters": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "type": "object",
        "properties": {
         "fault_id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
          "description": "The fault"
         },
         "decision": {
          "type": "string",
          "enum": [
           "release",
           "discard"
          ],
          "description": "What becomes of the held repairs: they go on, or end"
         },
         "reason": {
          "type": "string",
          "minLength": 1,
          "maxLength": 2000,
          "description": "Why; kept"
         }
        },
        "required": [
         "fault_id",
         "decision"
        ],
        "additionalProperties": false
       },
       "example": {
        "fault_id": "5a0c2d9e-7f41-4b6b-8d13-6e9f0a2c4b58",
        "decision": "release",
        "reason": "The exchange is back"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "The fault as it ended",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "id": {
           "type": "string",
           "format": "uuid",
           "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
          },
          "status": {
           "type": "string",
           "const": "resolved"
          },
          "decision": {
           "anyOf": [
            {
             "type": "string",
             "enum": [
              "release",
              "discard"
             ]
            },
            {
             "type": "null"
            }
           ]
          },
          "resolved_at": {
           "type": "string"
          }
         },
         "required": [
          "id",
          "status",
          "decision",
          "resolved_at"
         ]
        },
        "example": {
         "id": "5a0c2d9e-7f41-4b6b-8d13-6e9f0a2c4b58",
         "status": "resolved",
         "decision": "release",
         "resolved_at": "2026-11-28T20:40:00Z"
        }
       }
      }
     },
     "400": {
      "description": "\`invalid_json\`, \`unreadable_body\`, \`invalid_body\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_json",
              "unreadable_body",
              "invalid_body"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "401": {
      "description": "\`not_signed_in\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_signed_in"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "404": {
      "description": "\`systemic_fault_not_found\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "systemic_fault_not_found"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "409": {
      "description": "\`fault_is_over\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "fault_is_over"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "413": {
      "description": "\`body_too_large\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "body_too_large"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "415": {
      "description": "\`unsupported_encoding\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "unsupported_encoding"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "503": {
      "description": "\`auth_unavailable\`, \`database_unavailable\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "auth_unavailable",
              "database_unavailable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   }
  },
  "/set-model-calls": {
   "post": {
    "operationId": "set-model-calls",
    "summary": "Switch language models on or off",
    "description": "Off, no model is asked from then on; on again, what waited goes on.",
    "tags": [
     "operator"
    ],
    "security": [
     {
      "userToken": [],
      "publishableKey": []
     }
    ],
    "parameters": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "type": "object",
        "properties": {
         "is_on": {
          "type": "boolean",
          "description": "Whether models may be asked"
         }
        },
        "required": [
         "is_on"
        ],
        "additionalProperties": false
       },
       "example": {
        "is_on": false
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "The switch as it is, and how many repairs go on",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "is_on": {
           "type": "boolean"
          },
          "resumed": {
           "type": "integer",
           "minimum": -9007199254740991,
           "maximum": 9007199254740991
          }
         },
         "required": [
          "is_on",
          "resumed"
         ]
        },
        "example": {
         "is_on": false,
         "resumed": 0
        }
       }
      }
     },
     "400": {
      "description": "\`invalid_json\`, \`unreadable_body\`, \`invalid_body\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_json",
              "unreadable_body",
              "invalid_body"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "401": {
      "description": "\`not_signed_in\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_signed_in"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "403": {
      "description": "\`not_an_operator\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_an_operator"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "413": {
      "description": "\`body_too_large\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "body_too_large"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "415": {
      "description": "\`unsupported_encoding\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "unsupported_encoding"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "503": {
      "description": "\`auth_unavailable\`, \`database_unavailable\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "auth_unavailable",
              "database_unavailable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   }
  },
  "/retry-dead-letter": {
   "post": {
    "operationId": "retry-dead-letter",
    "summary": "Take up what was given up",
    "description": "Another repair, deployment or mail in place of one that was given up.",
    "tags": [
     "operator"
    ],
    "security": [
     {
      "userToken": [],
      "publishableKey": []
     }
    ],
    "parameters": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "type": "object",
        "properties": {
         "kind": {
          "type": "string",
          "enum": [
           "fix",
           "deployment",
           "email"
          ],
          "description": "What was given up"
         },
         "id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
          "description": "Its id"
         }
        },
        "required": [
         "kind",
         "id"
        ],
        "additionalProperties": false
       },
       "example": {
        "kind": "fix",
        "id": "d3f1a7c2-0b64-4e8e-9c1a-7f2e5b8d6a90"
       }
      }
     }
    },
    "responses": {
     "202": {
      "description": "Taken up; or \`not_dead\`, where that has happened already",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "status": {
           "type": "string",
           "enum": [
            "taken_up",
            "not_dead"
           ]
          }
         },
         "required": [
          "status"
         ]
        },
        "example": {
         "status": "taken_up"
        }
       }
      }
     },
     "400": {
      "description": "\`invalid_json\`, \`unreadable_body\`, \`invalid_body\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_json",
              "unreadable_body",
              "invalid_body"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "401": {
      "description": "\`not_signed_in\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_signed_in"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "404": {
      "description": "\`dead_letter_not_found\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "dead_letter_not_found"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "409": {
      "description": "\`not_retryable\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_retryable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "413": {
      "description": "\`body_too_large\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "body_too_large"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "415": {
      "description": "\`unsupported_encoding\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "unsupported_encoding"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "503": {
      "description": "\`auth_unavailable\`, \`database_unavailable\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "auth_unavailable",
              "database_unavailable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   }
  },
  "/metrics": {
   "get": {
    "operationId": "metrics-get",
    "summary": "Metrics for Prometheus",
    "description": "Counters since the installation and how things stand, in the text format of Prometheus. Also for a bearer token of \`METRICS_TOKEN\`, which opens nothing else, and for a secret key.",
    "tags": [
     "operator"
    ],
    "security": [
     {
      "userToken": [],
      "publishableKey": []
     }
    ],
    "parameters": [],
    "responses": {
     "200": {
      "description": "The metrics",
      "content": {
       "text/plain": {
        "schema": {
         "type": "string"
        },
        "example": "# HELP recovery_model_calls_on 1 while language models may be asked\\n# TYPE recovery_model_calls_on gauge\\nrecovery_model_calls_on 1\\n"
       }
      }
     },
     "400": {
      "description": "\`invalid_body\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_body"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "401": {
      "description": "\`not_signed_in\`, \`invalid_key\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_signed_in",
              "invalid_key"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "403": {
      "description": "\`not_an_operator\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_an_operator"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "503": {
      "description": "\`auth_unavailable\`, \`database_unavailable\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "auth_unavailable",
              "database_unavailable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   }
  },
  "/diagnose": {
   "post": {
    "operationId": "diagnose",
    "summary": "What the functions see from inside",
    "description": "For [npm run doctor](doctor.md): which variables are missing or of no use, and whether executor, mail provider, model and Braintrust are reached and admit the keys. No model is asked, no mail is sent, and no secret is in the answer.",
    "tags": [
     "secret-key"
    ],
    "security": [
     {
      "secretKey": []
     }
    ],
    "parameters": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "type": "object",
        "properties": {
         "challenge": {
          "default": null,
          "anyOf": [
           {
            "type": "object",
            "properties": {
             "id": {
              "type": "string",
              "maxLength": 100
             },
             "sent_at": {
              "type": "integer",
              "minimum": -9007199254740991,
              "maximum": 9007199254740991
             },
             "text": {
              "type": "string",
              "maxLength": 200
             },
             "signature": {
              "type": "string",
              "maxLength": 200
             }
            },
            "required": [
             "id",
             "sent_at",
             "text",
             "signature"
            ],
            "additionalProperties": false
           },
           {
            "type": "null"
           }
          ],
          "description": "What \`check_installation()\` gives, to compare the database's secret with the functions'"
         }
        },
        "additionalProperties": false
       },
       "example": {
        "challenge": null
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "What was looked at; \`code\` is null where nothing is wrong, and \`off\` for what is not set up",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "checks": {
           "type": "array",
           "items": {
            "type": "object",
            "properties": {
             "name": {
              "type": "string"
             },
             "code": {
              "type": [
               "string",
               "null"
              ]
             },
             "detail": {
              "type": "string"
             }
            },
            "required": [
             "name",
             "code"
            ]
           }
          }
         },
         "required": [
          "checks"
         ]
        },
        "example": {
         "checks": [
          {
           "name": "webhook_secret",
           "code": null
          },
          {
           "name": "mail",
           "code": "refused",
           "detail": "401"
          },
          {
           "name": "braintrust",
           "code": "off"
          }
         ]
        }
       }
      }
     },
     "400": {
      "description": "\`invalid_json\`, \`unreadable_body\`, \`invalid_body\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_json",
              "unreadable_body",
              "invalid_body"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "401": {
      "description": "\`invalid_key\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_key"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "413": {
      "description": "\`body_too_large\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "body_too_large"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "415": {
      "description": "\`unsupported_encoding\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "unsupported_encoding"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "503": {
      "description": "\`database_unavailable\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "database_unavailable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   }
  },
  "/send-notification-email": {
   "post": {
    "operationId": "send-notification-email",
    "summary": "Send one mail",
    "description": "Through the mail provider.",
    "tags": [
     "secret-key"
    ],
    "security": [
     {
      "secretKey": []
     }
    ],
    "parameters": [
     {
      "name": "Idempotency-Key",
      "in": "header",
      "description": "The same key sends the mail once, however often it is called within a day",
      "schema": {
       "type": "string"
      }
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "type": "object",
        "properties": {
         "to": {
          "type": "string",
          "format": "email",
          "pattern": "^(?:[A-Za-z0-9_'+\\\\-]+\\\\.)*[A-Za-z0-9_'+\\\\-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9\\\\-]*\\\\.)+[A-Za-z]{2,}$",
          "description": "The recipient"
         },
         "subject": {
          "type": "string",
          "minLength": 1,
          "maxLength": 300,
          "pattern": "^[^\\\\r\\\\n]*$",
          "description": "A single line"
         },
         "html": {
          "type": "string",
          "minLength": 1,
          "description": "The mail"
         },
         "text": {
          "type": "string",
          "minLength": 1,
          "description": "The same as plain text"
         },
         "unsubscribe_url": {
          "type": "string",
          "maxLength": 2000,
          "allOf": [
           {
            "pattern": "^[\\\\x21-\\\\x7e]+$"
           },
           {
            "pattern": "^[^<>]*$"
           }
          ],
          "description": "Where one click in a mail program stops mails"
         }
        },
        "required": [
         "to",
         "subject",
         "html"
        ]
       },
       "example": {
        "to": "trader@example.com",
        "subject": "A repair is ready",
        "html": "<p>A repair is ready.</p>"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "The provider took it",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "id": {
           "type": "string"
          }
         },
         "required": [
          "id"
         ]
        },
        "example": {
         "id": "49a3999c-0ce1-4ea6-ab68-afcd6dc2e794"
        }
       }
      }
     },
     "400": {
      "description": "\`invalid_json\`, \`unreadable_body\`, \`invalid_body\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_json",
              "unreadable_body",
              "invalid_body"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "401": {
      "description": "\`invalid_key\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_key"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "409": {
      "description": "\`email_already_sent\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "email_already_sent"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "413": {
      "description": "\`body_too_large\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "body_too_large"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "415": {
      "description": "\`unsupported_encoding\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "unsupported_encoding"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "422": {
      "description": "\`email_refused\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "email_refused"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "429": {
      "description": "\`email_rate_limited\`, \`email_quota_exceeded\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "email_rate_limited",
              "email_quota_exceeded"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "503": {
      "description": "\`email_not_configured\`, \`email_provider_unavailable\`, \`email_provider_timeout\`, \`email_provider_busy\`, \`email_provider_refuses_us\`, \`database_unavailable\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "email_not_configured",
              "email_provider_unavailable",
              "email_provider_timeout",
              "email_provider_busy",
              "email_provider_refuses_us",
              "database_unavailable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   }
  },
  "/email-events": {
   "post": {
    "operationId": "email-events",
    "summary": "Hear of mails that came back",
    "description": "The mail provider's webhook, signed under its own header names (\`svix-...\`).",
    "tags": [
     "provider"
    ],
    "security": [
     {
      "webhookId": [],
      "webhookTimestamp": [],
      "webhookSignature": []
     },
     {
      "secretKey": []
     }
    ],
    "parameters": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "type": "object",
        "properties": {
         "type": {
          "type": "string",
          "maxLength": 100,
          "description": "What happened"
         },
         "data": {
          "type": "object",
          "properties": {
           "to": {
            "anyOf": [
             {
              "type": "array",
              "items": {
               "type": "string",
               "maxLength": 320
              }
             },
             {
              "type": "null"
             }
            ]
           },
           "tags": {
            "anyOf": [
             {
              "type": "object",
              "properties": {
               "mail": {
                "anyOf": [
                 {
                  "type": "string",
                  "maxLength": 100
                 },
                 {
                  "type": "null"
                 }
                ]
               }
              }
             },
             {
              "type": "null"
             }
            ]
           },
           "bounce": {
            "anyOf": [
             {
              "type": "object",
              "properties": {
               "type": {
                "type": "string"
               }
              },
              "required": [
               "type"
              ]
             },
             {
              "type": "null"
             }
            ]
           }
          },
          "description": "To which mail; its tag \`mail\` is the key it was sent under"
         }
        },
        "required": [
         "type",
         "data"
        ]
       },
       "example": {
        "type": "email.bounced",
        "data": {
         "to": [
          "trader@example.com"
         ],
         "tags": {
          "mail": "d3f1a7c2-0b64-4e8e-9c1a-7f2e5b8d6a90"
         },
         "bounce": {
          "type": "Permanent"
         }
        }
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "What has become of the mail; \`ignored\` and \`unknown_mail\` change nothing",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "status": {
           "type": "string"
          }
         },
         "required": [
          "status"
         ]
        },
        "example": {
         "status": "failed"
        }
       }
      }
     },
     "400": {
      "description": "\`invalid_json\`, \`unreadable_body\`, \`invalid_body\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_json",
              "unreadable_body",
              "invalid_body"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "401": {
      "description": "\`invalid_signature\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_signature"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "413": {
      "description": "\`body_too_large\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "body_too_large"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "415": {
      "description": "\`unsupported_encoding\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "unsupported_encoding"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "503": {
      "description": "\`not_configured\`, \`database_unavailable\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_configured",
              "database_unavailable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   }
  },
  "/unsubscribe": {
   "post": {
    "operationId": "unsubscribe",
    "summary": "Stop mails",
    "description": "What mail programs and the app's page call. Twice is once.",
    "tags": [
     "link"
    ],
    "security": [],
    "parameters": [
     {
      "name": "token",
      "in": "query",
      "required": true,
      "description": "From the link of a mail",
      "schema": {
       "type": "string"
      }
     }
    ],
    "responses": {
     "200": {
      "description": "The user gets no more mail",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "status": {
           "type": "string",
           "const": "unsubscribed"
          }
         },
         "required": [
          "status"
         ]
        },
        "example": {
         "status": "unsubscribed"
        }
       }
      }
     },
     "403": {
      "description": "\`invalid_token\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_token"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "503": {
      "description": "\`not_configured\`, \`database_unavailable\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_configured",
              "database_unavailable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   },
   "get": {
    "operationId": "unsubscribe-get",
    "summary": "Open the link of a mail",
    "description": "Leads to the app's page, which asks. Changes nothing.",
    "tags": [
     "anyone"
    ],
    "security": [],
    "parameters": [
     {
      "name": "token",
      "in": "query",
      "required": true,
      "description": "From the link of a mail",
      "schema": {
       "type": "string"
      }
     }
    ],
    "responses": {
     "303": {
      "description": "To the app"
     }
    }
   }
  },
  "/regenerate-filter": {
   "post": {
    "operationId": "regenerate-filter",
    "summary": "Repair",
    "description": "Makes one attempt at a repair, in the background. The database calls it with the id of a row; however often it does, the row is worked on once.",
    "tags": [
     "database"
    ],
    "security": [
     {
      "webhookId": [],
      "webhookTimestamp": [],
      "webhookSignature": []
     },
     {
      "secretKey": []
     }
    ],
    "parameters": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "type": "object",
        "properties": {
         "id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
          "description": "A row of \`proposed_fixes\`"
         }
        },
        "required": [
         "id"
        ]
       },
       "example": {
        "id": "d3f1a7c2-0b64-4e8e-9c1a-7f2e5b8d6a90"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "Not due, not there, or in other hands: there is nothing to do",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "status": {
           "type": "string",
           "enum": [
            "claimed",
            "not_claimed"
           ]
          }
         },
         "required": [
          "status"
         ]
        },
        "example": {
         "status": "not_claimed"
        }
       }
      }
     },
     "202": {
      "description": "Claimed, and being worked on",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "status": {
           "type": "string",
           "enum": [
            "claimed",
            "not_claimed"
           ]
          }
         },
         "required": [
          "status"
         ]
        },
        "example": {
         "status": "claimed"
        }
       }
      }
     },
     "400": {
      "description": "\`invalid_json\`, \`unreadable_body\`, \`invalid_body\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_json",
              "unreadable_body",
              "invalid_body"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "401": {
      "description": "\`invalid_signature\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_signature"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "413": {
      "description": "\`body_too_large\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "body_too_large"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "415": {
      "description": "\`unsupported_encoding\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "unsupported_encoding"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "503": {
      "description": "\`not_configured\`, \`database_unavailable\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_configured",
              "database_unavailable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   }
  },
  "/notify": {
   "post": {
    "operationId": "notify",
    "summary": "Mail a notification",
    "description": "Mails all that is due to its user in one message, in the background. The database calls it with the id of a row; however often it does, the row is worked on once.",
    "tags": [
     "database"
    ],
    "security": [
     {
      "webhookId": [],
      "webhookTimestamp": [],
      "webhookSignature": []
     },
     {
      "secretKey": []
     }
    ],
    "parameters": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "type": "object",
        "properties": {
         "id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
          "description": "A row of \`notifications\`"
         }
        },
        "required": [
         "id"
        ]
       },
       "example": {
        "id": "d3f1a7c2-0b64-4e8e-9c1a-7f2e5b8d6a90"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "Not due, not there, or in other hands: there is nothing to do",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "status": {
           "type": "string",
           "enum": [
            "claimed",
            "not_claimed"
           ]
          }
         },
         "required": [
          "status"
         ]
        },
        "example": {
         "status": "not_claimed"
        }
       }
      }
     },
     "202": {
      "description": "Claimed, and being worked on",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "status": {
           "type": "string",
           "enum": [
            "claimed",
            "not_claimed"
           ]
          }
         },
         "required": [
          "status"
         ]
        },
        "example": {
         "status": "claimed"
        }
       }
      }
     },
     "400": {
      "description": "\`invalid_json\`, \`unreadable_body\`, \`invalid_body\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_json",
              "unreadable_body",
              "invalid_body"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "401": {
      "description": "\`invalid_signature\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_signature"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "413": {
      "description": "\`body_too_large\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "body_too_large"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "415": {
      "description": "\`unsupported_encoding\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "unsupported_encoding"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "503": {
      "description": "\`not_configured\`, \`database_unavailable\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_configured",
              "database_unavailable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   }
  },
  "/deploy-filter": {
   "post": {
    "operationId": "deploy-filter",
    "summary": "Deploy again",
    "description": "Has the executor load a version, in the platform's own name, in the background. The database calls it with the id of a row; however often it does, the row is worked on once.",
    "tags": [
     "database"
    ],
    "security": [
     {
      "webhookId": [],
      "webhookTimestamp": [],
      "webhookSignature": []
     },
     {
      "secretKey": []
     }
    ],
    "parameters": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "type": "object",
        "properties": {
         "id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
          "description": "A row of \`deployments\`"
         }
        },
        "required": [
         "id"
        ]
       },
       "example": {
        "id": "d3f1a7c2-0b64-4e8e-9c1a-7f2e5b8d6a90"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "Not due, not there, or in other hands: there is nothing to do",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "status": {
           "type": "string",
           "enum": [
            "claimed",
            "not_claimed"
           ]
          }
         },
         "required": [
          "status"
         ]
        },
        "example": {
         "status": "not_claimed"
        }
       }
      }
     },
     "202": {
      "description": "Claimed, and being worked on",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "status": {
           "type": "string",
           "enum": [
            "claimed",
            "not_claimed"
           ]
          }
         },
         "required": [
          "status"
         ]
        },
        "example": {
         "status": "claimed"
        }
       }
      }
     },
     "400": {
      "description": "\`invalid_json\`, \`unreadable_body\`, \`invalid_body\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_json",
              "unreadable_body",
              "invalid_body"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "401": {
      "description": "\`invalid_signature\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_signature"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "413": {
      "description": "\`body_too_large\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "body_too_large"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "415": {
      "description": "\`unsupported_encoding\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "unsupported_encoding"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "503": {
      "description": "\`not_configured\`, \`database_unavailable\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_configured",
              "database_unavailable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   }
  },
  "/send-feedback": {
   "post": {
    "operationId": "send-feedback",
    "summary": "Send feedback",
    "description": "Tells the trace what the owner made of the fix, in the background. The database calls it with the id of a row; however often it does, the row is worked on once.",
    "tags": [
     "database"
    ],
    "security": [
     {
      "webhookId": [],
      "webhookTimestamp": [],
      "webhookSignature": []
     },
     {
      "secretKey": []
     }
    ],
    "parameters": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "type": "object",
        "properties": {
         "id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
          "description": "A row of \`private.trace_feedback\`"
         }
        },
        "required": [
         "id"
        ]
       },
       "example": {
        "id": "d3f1a7c2-0b64-4e8e-9c1a-7f2e5b8d6a90"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "Not due, not there, or in other hands: there is nothing to do",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "status": {
           "type": "string",
           "enum": [
            "claimed",
            "not_claimed"
           ]
          }
         },
         "required": [
          "status"
         ]
        },
        "example": {
         "status": "not_claimed"
        }
       }
      }
     },
     "202": {
      "description": "Claimed, and being worked on",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "status": {
           "type": "string",
           "enum": [
            "claimed",
            "not_claimed"
           ]
          }
         },
         "required": [
          "status"
         ]
        },
        "example": {
         "status": "claimed"
        }
       }
      }
     },
     "400": {
      "description": "\`invalid_json\`, \`unreadable_body\`, \`invalid_body\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_json",
              "unreadable_body",
              "invalid_body"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "401": {
      "description": "\`invalid_signature\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_signature"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "413": {
      "description": "\`body_too_large\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "body_too_large"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "415": {
      "description": "\`unsupported_encoding\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "unsupported_encoding"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "503": {
      "description": "\`not_configured\`, \`database_unavailable\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_configured",
              "database_unavailable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   }
  },
  "/alert-operators": {
   "post": {
    "operationId": "alert-operators",
    "summary": "Alert operators",
    "description": "POSTs an alert to the operators' webhook, in the background. The database calls it with the id of a row; however often it does, the row is worked on once.",
    "tags": [
     "database"
    ],
    "security": [
     {
      "webhookId": [],
      "webhookTimestamp": [],
      "webhookSignature": []
     },
     {
      "secretKey": []
     }
    ],
    "parameters": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "type": "object",
        "properties": {
         "id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
          "description": "A row of \`private.operator_alerts\`"
         }
        },
        "required": [
         "id"
        ]
       },
       "example": {
        "id": "d3f1a7c2-0b64-4e8e-9c1a-7f2e5b8d6a90"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "Not due, not there, or in other hands: there is nothing to do",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "status": {
           "type": "string",
           "enum": [
            "claimed",
            "not_claimed"
           ]
          }
         },
         "required": [
          "status"
         ]
        },
        "example": {
         "status": "not_claimed"
        }
       }
      }
     },
     "202": {
      "description": "Claimed, and being worked on",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "status": {
           "type": "string",
           "enum": [
            "claimed",
            "not_claimed"
           ]
          }
         },
         "required": [
          "status"
         ]
        },
        "example": {
         "status": "claimed"
        }
       }
      }
     },
     "400": {
      "description": "\`invalid_json\`, \`unreadable_body\`, \`invalid_body\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_json",
              "unreadable_body",
              "invalid_body"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "401": {
      "description": "\`invalid_signature\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "invalid_signature"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "413": {
      "description": "\`body_too_large\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "body_too_large"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "415": {
      "description": "\`unsupported_encoding\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "unsupported_encoding"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "503": {
      "description": "\`not_configured\`, \`database_unavailable\`",
      "headers": {
       "Retry-After": {
        "description": "Seconds to wait, where waiting helps",
        "schema": {
         "type": "integer"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "not_configured",
              "database_unavailable"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   }
  },
  "/openapi": {
   "get": {
    "operationId": "openapi-get",
    "summary": "This reference",
    "description": "The API as an OpenAPI 3.1 document. It may be cached; its \`ETag\` changes with it.",
    "tags": [
     "anyone"
    ],
    "security": [],
    "parameters": [
     {
      "name": "If-None-Match",
      "in": "header",
      "description": "The \`ETag\` of what the caller has",
      "schema": {
       "type": "string"
      }
     }
    ],
    "responses": {
     "200": {
      "description": "The document",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "openapi": {
           "type": "string"
          }
         },
         "required": [
          "openapi"
         ],
         "additionalProperties": {}
        }
       }
      }
     },
     "304": {
      "description": "The caller has it already"
     },
     "405": {
      "description": "\`method_not_allowed\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "method_not_allowed"
             ]
            }
           }
          }
         ]
        }
       }
      }
     },
     "500": {
      "description": "\`internal_error\`",
      "content": {
       "application/json": {
        "schema": {
         "allOf": [
          {
           "$ref": "#/components/schemas/Error"
          },
          {
           "properties": {
            "code": {
             "enum": [
              "internal_error"
             ]
            }
           }
          }
         ]
        }
       }
      }
     }
    }
   }
  }
 },
 "webhooks": {
  "reload": {
   "post": {
    "operationId": "executor-reload",
    "summary": "Run the trader's saved code",
    "description": "\`POST {executor}/api/v1/traders/{id}/reload\`. The executor reads the trader's code from the database and runs it from then on. It has ten seconds, and must be able to do it twice. The bearer token is the user's own while they wait, EXECUTOR_TOKEN later, or at the app of a user the token made for it.",
    "security": [
     {
      "executor": []
     }
    ],
    "parameters": [
     {
      "name": "id",
      "in": "path",
      "required": true,
      "description": "The trader",
      "schema": {
       "type": "string",
       "format": "uuid"
      }
     }
    ],
    "responses": {
     "200": {
      "description": "It runs the code, whose hash it names",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "success": {
           "type": "boolean",
           "const": true
          },
          "code_sha256": {
           "type": "string",
           "pattern": "^[0-9a-f]{64}$"
          }
         },
         "required": [
          "success"
         ]
        },
        "example": {
         "success": true,
         "code_sha256": "0f4b1c7e5a2d8f36b9c0e7a4d1f85b2c6e93a0d7f4b18c5e2a69d0f3b7c41e85"
        }
       }
      }
     },
     "400": {
      "description": "The code does not compile; the earlier code goes on. Final",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "error": {
           "type": "string"
          }
         },
         "required": [
          "error"
         ]
        },
        "example": {
         "error": "failed to compile filter code: 12:2: undefined: foo"
        }
       }
      }
     },
     "401": {
      "description": "The token is not admitted",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "error": {
           "type": "string"
          }
         },
         "required": [
          "error"
         ]
        },
        "example": {
         "error": "unauthorized"
        }
       }
      }
     },
     "404": {
      "description": "It does not run this trader. Final",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "error": {
           "type": "string"
          }
         },
         "required": [
          "error"
         ]
        },
        "example": {
         "error": "trader not found"
        }
       }
      }
     },
     "429": {
      "description": "Tried again, as are 5xx",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "error": {
           "type": "string"
          }
         },
         "required": [
          "error"
         ]
        },
        "example": {
         "error": "too many reloads"
        }
       }
      }
     }
    }
   }
  },
  "klines": {
   "get": {
    "operationId": "executor-klines",
    "summary": "Candles of a symbol",
    "description": "\`GET {executor}/api/v1/klines/{symbol}/{interval}\`. The newest ones, oldest first.",
    "security": [
     {
      "executor": []
     }
    ],
    "parameters": [
     {
      "name": "symbol",
      "in": "path",
      "required": true,
      "description": "Such as BTCUSDT",
      "schema": {
       "type": "string"
      }
     },
     {
      "name": "interval",
      "in": "path",
      "required": true,
      "description": "The timeframe",
      "schema": {
       "type": "string",
       "enum": [
        "1m",
        "5m",
        "15m",
        "1h",
        "4h",
        "1d"
       ]
      }
     },
     {
      "name": "limit",
      "in": "query",
      "required": false,
      "description": "How many; 250 unless given",
      "schema": {
       "type": "integer",
       "minimum": 1
      }
     }
    ],
    "responses": {
     "200": {
      "description": "Candles; times in milliseconds since the epoch",
      "content": {
       "application/json": {
        "schema": {
         "type": "array",
         "items": {
          "type": "object",
          "properties": {
           "openTime": {
            "type": "integer",
            "minimum": -9007199254740991,
            "maximum": 9007199254740991
           },
           "open": {
            "type": "number"
           },
           "high": {
            "type": "number"
           },
           "low": {
            "type": "number"
           },
           "close": {
            "type": "number"
           },
           "volume": {
            "type": "number"
           },
           "buyVolume": {
            "default": 0,
            "type": "number"
           },
           "sellVolume": {
            "default": 0,
            "type": "number"
           },
           "volumeDelta": {
            "default": 0,
            "type": "number"
           },
           "quoteVolume": {
            "default": 0,
            "type": "number"
           },
           "trades": {
            "default": 0,
            "type": "integer",
            "minimum": -9007199254740991,
            "maximum": 9007199254740991
           },
           "closeTime": {
            "default": 0,
            "type": "integer",
            "minimum": -9007199254740991,
            "maximum": 9007199254740991
           }
          },
          "required": [
           "openTime",
           "open",
           "high",
           "low",
           "close",
           "volume"
          ]
         }
        },
        "example": [
         {
          "openTime": 1772000000000,
          "closeTime": 1772000299999,
          "open": 100,
          "high": 102,
          "low": 99,
          "close": 101,
          "volume": 1000
         }
        ]
       }
      }
     }
    }
   }
  },
  "symbols": {
   "get": {
    "operationId": "executor-symbols",
    "summary": "The symbols it runs filters on",
    "description": "\`GET {executor}/api/v1/symbols\`.",
    "security": [
     {
      "executor": []
     }
    ],
    "responses": {
     "200": {
      "description": "Symbols",
      "content": {
       "application/json": {
        "schema": {
         "type": "object",
         "properties": {
          "symbols": {
           "type": "array",
           "items": {
            "type": "string"
           }
          }
         },
         "required": [
          "symbols"
         ]
        },
        "example": {
         "symbols": [
          "BTCUSDT",
          "ETHUSDT"
         ]
        }
       }
      }
     }
    }
   }
  }
 },
 "components": {
  "securitySchemes": {
   "webhookId": {
    "type": "apiKey",
    "in": "header",
    "name": "webhook-id",
    "description": "Standard Webhooks: an id of this message"
   },
   "webhookTimestamp": {
    "type": "apiKey",
    "in": "header",
    "name": "webhook-timestamp",
    "description": "Standard Webhooks: seconds since the epoch, five minutes off at most"
   },
   "webhookSignature": {
    "type": "apiKey",
    "in": "header",
    "name": "webhook-signature",
    "description": "Standard Webhooks: \`v1,\` and the base64 HMAC-SHA256 of \`id.timestamp.body\`; several, separated by spaces"
   },
   "secretKey": {
    "type": "apiKey",
    "in": "header",
    "name": "apikey",
    "description": "A secret key of the project, \`sb_secret_...\`"
   },
   "publishableKey": {
    "type": "apiKey",
    "in": "header",
    "name": "apikey",
    "description": "The publishable key of the project, \`sb_publishable_...\`"
   },
   "userToken": {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "The access token of a signed-in user"
   },
   "executor": {
    "type": "http",
    "scheme": "bearer",
    "description": "What the executor identifies its caller by"
   }
  },
  "schemas": {
   "Error": {
    "type": "object",
    "description": "\`code\` is for programs, \`message\` for people",
    "properties": {
     "code": {
      "type": "string"
     },
     "message": {
      "type": "string"
     }
    },
    "required": [
     "code",
     "message"
    ]
   }
  }
 }
}`;
