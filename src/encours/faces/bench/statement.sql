SELECT opens.customer_id,
       opens.currency,
       opens.open_minor,
       opens.overdue_minor,
       COALESCE(disputes.disputed_minor, 0) AS disputed_minor,
       COALESCE(promises.promised_minor, 0) AS promised_minor,
       opens.oldest_due_on
FROM (
    SELECT customer_id,
           currency,
           SUM(open_minor) AS open_minor,
           SUM(CASE WHEN due_on < %(today)s THEN open_minor ELSE 0 END) AS overdue_minor,
           MIN(due_on) AS oldest_due_on
    FROM receivables_invoicedue
    WHERE entity_id = %(entity)s AND open_minor > 0
    GROUP BY customer_id, currency
) AS opens
LEFT JOIN (
    SELECT dispute.customer_id, dispute.currency, SUM(dispute.disputed_minor) AS disputed_minor
    FROM disputes_dispute AS dispute
    JOIN receivables_customer AS customer ON customer.id = dispute.customer_id
    WHERE customer.entity_id = %(entity)s AND dispute.outcome = 'open'
    GROUP BY dispute.customer_id, dispute.currency
) AS disputes ON disputes.customer_id = opens.customer_id AND disputes.currency = opens.currency
LEFT JOIN (
    SELECT agreement.customer_id,
           agreement.currency,
           SUM(agreement.amount_minor - agreement.received_minor) AS promised_minor
    FROM agreements_agreement AS agreement
    JOIN receivables_customer AS customer ON customer.id = agreement.customer_id
    WHERE customer.entity_id = %(entity)s AND agreement.state IN ('accepted', 'in_transit', 'due')
    GROUP BY agreement.customer_id, agreement.currency
) AS promises ON promises.customer_id = opens.customer_id AND promises.currency = opens.currency
