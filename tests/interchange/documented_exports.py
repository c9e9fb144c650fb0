"""Exports of known programs in rows made by us, under the titles that the programs document."""

# ruff: noqa: E501

from dataclasses import dataclass

Row = tuple[object, ...]


@dataclass(frozen=True)
class Export:
    """A file of some program and what it says. Days as written by ISO, amounts in minor units.

    `invoices`: (customer, number, issued, due, total, open); `credits`: (customer, number, total, open);
    `paid`: (number, day, amount); `owed`: (customer, day, amount).
    """

    layout: str
    titles: str
    rows: tuple[str, ...]
    invoices: tuple[Row, ...] = ()
    credits: tuple[Row, ...] = ()
    paid: tuple[Row, ...] = ()
    owed: tuple[Row, ...] = ()
    before: tuple[str, ...] = ()
    currency: str = "EUR"
    codec: str = "utf-8"
    left_out: int = 0


XERO = "EmailAddress,POAddressLine1,POAddressLine2,POAddressLine3,POAddressLine4,POCity,PORegion,POPostalCode,POCountry"
EXPORTS = {
    "Xero, template": Export(
        "xero_sales_invoice_template",
        f"*ContactName,{XERO},*InvoiceNumber,Reference,*InvoiceDate,*DueDate,Total,InventoryItemCode,*Description"
        ",*Quantity,*UnitAmount,Discount,*AccountCode,*TaxType,TaxAmount,TrackingName1,TrackingOption1,TrackingName2"
        ",TrackingOption2,Currency,BrandingTheme",
        (
            "Dupont,d@dupont.example,1 rue A,,,,Lyon,,69001,France,INV-1,BC 7,15/01/2026,14/02/2026,,,Pain,10,1.50,,200,,3.00,,,,,EUR,",
            "Dupont,,,,,,,,,,INV-1,BC 7,15/01/2026,14/02/2026,,,Beurre,2,4.00,50,200,,0.80,,,,,EUR,",
            "Martin,,,,,,,,,,INV-2,,16/01/2026,15/02/2026,,,Pain,1,1.50,,200,,,,,,,EUR,",
        ),
        (
            ("Dupont", "INV-1", "2026-01-15", "2026-02-14", 2280, None),
            ("Martin", "INV-2", "2026-01-16", "2026-02-15", 150, None),
        ),
    ),
    "Xero, list": Export(
        "xero_invoice_list_export",
        "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,AmountDue",
        (
            "Dupont,INV-1,15/01/2026,14/02/2026,120.00,20.00",
            "Martin,INV-2,16/01/2026,15/02/2026,50.00,0.00",
            "Martin,CN-3,17/01/2026,,-10.00,-10.00",
        ),
        (
            ("Dupont", "INV-1", "2026-01-15", "2026-02-14", 12000, 2000),
            ("Martin", "INV-2", "2026-01-16", "2026-02-15", 5000, 0),
        ),
        (("Martin", "CN-3", 1000, 1000),),
        (("INV-1", None, 10000), ("INV-2", None, 5000)),
    ),
    "Xero, list with all columns": Export(
        "xero_invoice_list_export",
        f"ContactName,{XERO},InvoiceNumber,Reference,InvoiceDate,DueDate,Total,TaxTotal,InvoiceAmountPaid"
        ",InvoiceAmountDue,Description,Quantity,UnitAmount,Discount,LineAmount,TaxAmount,Currency,Type,Status",
        (
            "Dupont,,,,,,Lyon,,,,INV-1,,15/01/2026,14/02/2026,120.00,20.00,100.00,20.00,Pain,1,60.00,,60.00,10.00,EUR,Sales invoice,Awaiting Payment",
            "Dupont,,,,,,Lyon,,,,INV-1,,15/01/2026,14/02/2026,120.00,20.00,100.00,20.00,Beurre,1,40.00,,40.00,10.00,EUR,Sales invoice,Awaiting Payment",
            "Martin,,,,,,,,,,INV-2,,16/01/2026,15/02/2026,50.00,0,50.00,0.00,Pain,1,50.00,,50.00,0,EUR,Sales invoice,Paid",
            "Martin,,,,,,,,,,INV-3,,16/01/2026,15/02/2026,50.00,0,0,50.00,Pain,1,50.00,,50.00,0,EUR,Sales invoice,Draft",
        ),
        (
            ("Dupont", "INV-1", "2026-01-15", "2026-02-14", 12000, 2000),
            ("Martin", "INV-2", "2026-01-16", "2026-02-15", 5000, 0),
        ),
        paid=(("INV-1", None, 10000), ("INV-2", None, 5000)),
        left_out=1,
    ),
    "Xero, aged receivables without the current column": Export(
        "xero_aged_receivables_detail",
        "Invoice Number,Invoice Date,Due Date,Invoice Reference,< 1 Month,1 Month,2 Months,3 Months,Older,Total",
        (
            "Dupont,,,,,,,,,",
            "INV-1,15 Jan 2026,14 Feb 2026,PO 12,,120.00,,,,120.00",
            ",20 Jan 2026,,Avoir pain,,-20.00,,,,-20.00",
            ",20 Jan 2026,,,,-5.00,,,,-5.00",
            "Total Dupont,,,,,95.00,,,,95.00",
            "Martin,,,,,,,,,",
            "INV-2,2 Mar 2026,1 Apr 2026,,,,,,10.00,10.00",
            "Total Martin,,,,,,,,10.00,10.00",
            "Total,,,,,95.00,,,10.00,0",
        ),
        (
            ("Dupont", "INV-1", "2026-01-15", "2026-02-14", 12000, 12000),
            ("Martin", "INV-2", "2026-03-02", "2026-04-01", 1000, 1000),
        ),
        (("Dupont", "AV 20/01/2026 dupont", 2000, 2000), ("Dupont", "AV 20/01/2026 dupont (2)", 500, 500)),
        before=("Aged Receivables Detail", "Encours Ltd", "As at 31 March 2026", "Ageing by due date"),
    ),
    "QuickBooks, open invoices": Export(
        "quickbooks_online_open_invoices",
        "Date,Num,Customer,Due Date,Amount,Open Balance",
        (
            '01/15/2026,1001,Dupont,02/14/2026,"1,234.56","1,000.00"',
            "01/20/2026,1002,Martin,02/19/2026,50.00,0.00",
        ),
        (
            ("Dupont", "1001", "2026-01-15", "2026-02-14", 123456, 100000),
            ("Martin", "1002", "2026-01-20", "2026-02-19", 5000, 0),
        ),
        paid=(("1001", None, 23456), ("1002", None, 5000)),
    ),
    "QuickBooks, aging summary": Export(
        "quickbooks_online_ar_aging_summary",
        ",Current,1 - 30,31 - 60,61 - 90,91 and over,Total",
        (
            'Dupont,100.00,,,,"1,000.00","1,100.00"',
            "Groupe Petit,,,,,,",
            "Petit Nord,10.00,,,,,10.00",
            "Petit Sud,5.00,,,,,5.00",
            "Total for Groupe Petit,15.00,,,,,15.00",
            "Martin,,,-5.00,,,-5.00",
            'TOTAL,115.00,,-5.00,,"1,000.00","1,110.00"',
        ),
        owed=(
            ("Dupont", "2026-03-31", 110000),
            ("Petit Nord", "2026-03-31", 1000),
            ("Petit Sud", "2026-03-31", 500),
            ("Martin", "2026-03-31", -500),
        ),
        before=("A/R Aging Summary,,,,,,", "Encours Inc,,,,,,", '"As of March 31, 2026",,,,,,', ",,,,,,"),
    ),
    "QuickBooks, template": Export(
        "quickbooks_online_invoice_import",
        "*Invoice number,*Customer,*Invoice date,*Due date,Item amount,Item tax code,Terms,Service Date"
        ",Item (Product/Service),Item Description,Item Quantity,Item Rate,*Item Amount,Memo",
        (
            "1001,Dupont,15/01/2026,14/02/2026,,,Net 30,,Pain,Pain,10,1.50,15.00,",
            "1001,Dupont,15/01/2026,14/02/2026,,,Net 30,,Beurre,Beurre,2,4.00,8.00,",
            "1002,Martin,16/01/2026,15/02/2026,,,Net 30,,Pain,Pain,1,1.50,1.50,",
        ),
        (
            ("Dupont", "1001", "2026-01-15", "2026-02-14", 2300, None),
            ("Martin", "1002", "2026-01-16", "2026-02-15", 150, None),
        ),
    ),
    "QuickBooks, template without spaces": Export(
        "quickbooks_online_invoice_import",
        "InvoiceNo,Customer,InvoiceDate,DueDate,ItemDescription,ItemQuantity,ItemRate,ItemAmount",
        (
            "1001,Dupont,15/01/2026,14/02/2026,Pain,10,1.50,15.00",
            "1001,Dupont,15/01/2026,14/02/2026,Beurre,2,4.00,8.00",
        ),
        (("Dupont", "1001", "2026-01-15", "2026-02-14", 2300, None),),
    ),
    "Zoho Books": Export(
        "zoho_books_invoice_export",
        "Invoice Date,Invoice Number,Customer Name,Invoice Status,Due Date,Total,Balance",
        (
            '2026-01-15,INV-000001,Dupont,Overdue,2026-02-14,"1,28,500.00","28,500.00"',
            "2026-01-16,INV-000002,Martin,Closed,2026-02-15,50.00,0.00",
            "2026-01-17,INV-000003,Martin,Draft,2026-02-16,70.00,70.00",
            "2026-01-18,INV-000004,Martin,Void,2026-02-17,80.00,0.00",
        ),
        (
            ("Dupont", "INV-000001", "2026-01-15", "2026-02-14", 12850000, 2850000),
            ("Martin", "INV-000002", "2026-01-16", "2026-02-15", 5000, 0),
        ),
        paid=(("INV-000001", None, 10000000), ("INV-000002", None, 5000)),
        left_out=2,
    ),
    "Dolibarr, keys": Export(
        "dolibarr_export_facture_2_en",
        "IdCompany,CompanyName,Address,Zip,Town,CountryCode,Phone,ProfId1,ProfId2,ProfId3,ProfId4,CustomerAccountancyCode"
        ",SupplierAccountancyCode,VATIntra,InvoiceId,InvoiceRef,InvoiceDateCreation,DateInvoice,DateDue,TotalHT,TotalTTC"
        ",TotalVAT,InvoicePaid,InvoiceStatus,NotePrivate,NotePublic,PaymentId,AmountPayment,DatePayment,PaymentNumber"
        ",PaymentMode,IdTransaction",
        (
            "4,Dupont,1 rue A,69001,Lyon,FR,,,,,,411DUP,,,9,FA2601-001,2026-01-14,2026-01-15,2026-02-14,83.33,100.00,16.67,0,1,,,1,30.00,2026-01-20,,VIR,7",
            "4,Dupont,1 rue A,69001,Lyon,FR,,,,,,411DUP,,,9,FA2601-001,2026-01-14,2026-01-15,2026-02-14,83.33,100.00,16.67,0,1,,,2,20.00,2026-01-25,,CHQ,8",
            "5,Martin,,,,FR,,,,,,411MAR,,,10,FA2601-002,2026-01-14,2026-01-15,2026-02-14,41.67,50.00,8.33,0,1,,,,,,,,",
            "5,Martin,,,,FR,,,,,,411MAR,,,11,(PROV11),2026-01-14,2026-01-15,2026-02-14,41.67,50.00,8.33,0,0,,,,,,,,",
            "5,Martin,,,,FR,,,,,,411MAR,,,12,AV2601-001,2026-01-14,2026-01-16,2026-01-16,-8.33,-10.00,-1.67,0,1,,,,,,,,",
        ),
        (
            ("Dupont", "FA2601-001", "2026-01-15", "2026-02-14", 10000, 5000),
            ("Martin", "FA2601-002", "2026-01-15", "2026-02-14", 5000, None),
        ),
        (("Martin", "AV2601-001", 1000, None),),
        (("FA2601-001", "2026-01-20", 3000), ("FA2601-001", "2026-01-25", 2000)),
        left_out=1,
    ),
    "Dolibarr, in French": Export(
        "dolibarr_export_facture_2",
        "Nom société;Code postal;Ville;Ref. facture;Date création facture;Date facturation;Date échéance;Montant HT"
        ";Montant TTC;Total TVA;Facture payée;Statut facture;Montant réglement;Date paiement;Numéro paiement;Mode règlement",
        (
            "Dupont;69001;Lyon;FA2601-001;14/01/2026;15/01/2026;14/02/2026;83,33;100,00;16,67;Non;1;30,00;20/01/2026;;VIR",
            "Petit;75001;Paris;FA2601-003;14/01/2026;15/01/2026;14/02/2026;66,67;80,00;13,33;Oui;2;80,00;01/02/2026;;VIR",
            "Petit;75001;Paris;FA2601-004;14/01/2026;15/01/2026;14/02/2026;66,67;80,00;13,33;Non;3;;;;",
        ),
        (
            ("Dupont", "FA2601-001", "2026-01-15", "2026-02-14", 10000, 7000),
            ("Petit", "FA2601-003", "2026-01-15", "2026-02-14", 8000, 0),
        ),
        paid=(("FA2601-001", "2026-01-20", 3000), ("FA2601-003", "2026-02-01", 8000)),
        left_out=1,
    ),
    "Odoo, technical names": Export(
        "odoo_account_move_export",
        "id,name,partner_id,invoice_date,invoice_date_due,currency_id,amount_untaxed_signed,amount_tax_signed"
        ",amount_total_signed,amount_residual_signed,payment_state,state,move_type,ref,invoice_payment_term_id",
        (
            "a.1,INV/2026/00001,Dupont,2026-01-15,2026-02-14,EUR,83.33,16.67,100.00,60.00,partial,posted,out_invoice,,30 Days",
            "a.2,RINV/2026/00001,Dupont,2026-01-20,2026-01-20,EUR,-16.67,-3.33,-20.00,-20.00,not_paid,posted,out_refund,,",
            "a.3,/,Dupont,2026-01-20,,EUR,5.00,0.00,5.00,5.00,not_paid,draft,out_invoice,,",
            "a.4,INV/2026/00002,Martin,2026-01-15,2026-02-14,EUR,8.33,1.67,10.00,0.00,paid,posted,out_invoice,,",
            "a.5,INV/2026/00003,Martin,2026-01-15,2026-02-14,EUR,8.33,1.67,10.00,10.00,not_paid,cancel,out_invoice,,",
            "a.6,BILL/2026/00001,Fournil,2026-01-15,2026-02-14,EUR,-8.33,-1.67,-10.00,-10.00,not_paid,posted,in_invoice,,",
        ),
        (
            ("Dupont", "INV/2026/00001", "2026-01-15", "2026-02-14", 10000, 6000),
            ("Martin", "INV/2026/00002", "2026-01-15", "2026-02-14", 1000, 0),
        ),
        (("Dupont", "RINV/2026/00001", 2000, 2000),),
        (("INV/2026/00001", None, 4000), ("INV/2026/00002", None, 1000)),
        left_out=3,
    ),
    "Odoo, English labels": Export(
        "odoo_account_move_export",
        "Number,Invoice Partner Display Name,Invoice/Bill Date,Due Date,Tax Excluded,Total Signed,Amount Due Signed,Payment Status,Status",
        ("INV/2026/00001,Dupont,2026-01-15,2026-02-14,83.33,100.00,60.00,Partially Paid,Posted",),
        (("Dupont", "INV/2026/00001", "2026-01-15", "2026-02-14", 10000, 6000),),
        paid=(("INV/2026/00001", None, 4000),),
    ),
    "Odoo, French labels": Export(
        "odoo_account_move_export",
        "Numéro;Nom d'affichage du partenaire de facturation;Date de facturation;Date d'échéance;Total signé;Montant dû signé"
        ";Statut du paiement;Statut",
        ("INV/2026/00001;Dupont;2026-01-15;2026-02-14;100,00;60,00;Partiellement payé;Comptabilisé",),
        (("Dupont", "INV/2026/00001", "2026-01-15", "2026-02-14", 10000, 6000),),
        paid=(("INV/2026/00001", None, 4000),),
    ),
    "Stripe": Export(
        "stripe_invoices_export",
        "id,Amount Due,Billing,Closed,Currency,Customer,Date (UTC),Due Date (UTC),Number,Paid,Subscription,Subtotal"
        ",Total Discount Amount,Applied Coupons,Tax,Tax Percent,Total,Amount Paid,Status",
        (
            "in_1,120.00,send_invoice,FALSE,usd,cus_A,2026-01-15 10:20,2026-02-14 10:20,A-0001,FALSE,,100.00,,,20.00,20,120.00,0.00,open",
            "in_2,60.00,charge_automatically,TRUE,usd,cus_B,2026-01-16 10:20,,A-0002,TRUE,sub_1,50.00,,,10.00,20,60.00,60.00,paid",
            "in_3,50.00,send_invoice,FALSE,usd,cus_B,2026-01-17 10:20,2026-02-16 10:20,A-0003,FALSE,,50.00,,,0.00,0,50.00,20.00,open",
            "in_4,50.00,send_invoice,FALSE,usd,cus_B,2026-01-17 10:20,2026-02-16 10:20,A-0004,FALSE,,50.00,,,0.00,0,50.00,0.00,void",
            "in_5,50.00,send_invoice,FALSE,usd,cus_B,2026-01-17 10:20,,,FALSE,,50.00,,,0.00,0,50.00,0.00,draft",
        ),
        (
            ("cus_A", "A-0001", "2026-01-15", "2026-02-14", 12000, 12000),
            ("cus_B", "A-0002", "2026-01-16", None, 6000, 0),
            ("cus_B", "A-0003", "2026-01-17", "2026-02-16", 5000, 3000),
        ),
        paid=(("A-0002", None, 6000), ("A-0003", None, 2000)),
        currency="USD",
        left_out=2,
    ),
}


SAGE = "#FLG 001\r\n#VER 14\r\n#DEV EUR\r\n#MECG\r\nVTE\r\n150126\r\n150126\r\nF-1\r\nF-1\r\n\r\n411000\r\n"
CREDIT_AGRICOLE = (
    "\nTéléchargement du 07/05/2026;\n\n\nM. NOM PRENOM\nCompte de Dépôt carte n° 04106119371;\n"
    "Solde au 07/05/2026 917,01 €\n\nListe des opérations du compte entre le 01/04/2026 et le 30/04/2026;\n\n"
    'Date;Libellé;Débit euros;Crédit euros;\n30/04/2026;"VIREMENT EN VOTRE FAVEUR\nDUPONT\nF-1 \n";;120,00;\n'
)
FOREIGN = {
    "Sage 100": (SAGE, "cp850", "sage_text", "Sage"),
    "Crédit Agricole": (CREDIT_AGRICOLE, "cp1252", "kind_not_taken", "relevé bancaire"),
    "Crédit Agricole, before": (
        "Solde au 18/12/19 : 13,37 EUR\nDate;Libellé;Débit Euros;Crédit Euros;\n18/12/2019;VIR;;13,37;\n",
        "iso8859-15",
        "kind_not_taken",
        "relevé bancaire",
    ),
    "BoursoBank": (
        "dateOp;dateVal;label;category;categoryParent;supplierFound;amount;comment;accountNum;accountLabel;accountbalance\n"
        '2026-04-30;2026-04-30;"VIR DUPONT";"Virements";"Virements";"dupont";"1 718,70";;00040;"Compte";605.42\n',
        "utf-8",
        "kind_not_taken",
        "relevé bancaire",
    ),
    "BoursoBank, before": (
        "dateOp;dateVal;Label;category;categoryParent;Amount;accountNum;accountLabel;accountbalance\n"
        '30/04/21;30/04/21;"VIR DUPONT";"Virements";"Virements";"1 718,70";00040;"Compte";605.42\n',
        "cp1252",
        "kind_not_taken",
        "relevé bancaire",
    ),
    "La Banque Postale": (
        "Numéro Compte   ;0123456A033\nType         ;CCP\nCompte tenu en  ;euros\nDate            ;30/04/2026\n"
        "Solde (EUROS)   ;917,01\n\nDate;Libellé;Montant(EUROS)\n30/04/2026;VIREMENT DE DUPONT F-1;120,00\n",
        "iso8859-15",
        "kind_not_taken",
        "relevé bancaire",
    ),
    "PayPal": (
        '"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","From Email Address","Transaction ID","Invoice Number"\n'
        '"15/01/2026","10:00","CET","Dupont","Payment","Completed","EUR","120,00","-3,00","117,00","d@dupont.example","1AB","F-1"\n',
        "utf-8",
        "kind_not_taken",
        "relevé bancaire",
    ),
    "CAMT": (
        '<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt/></Document>',
        "utf-8",
        "kind_not_taken",
        "relevé bancaire",
    ),
    "OFX": ("OFXHEADER:100\nDATA:OFXSGML\n<OFX></OFX>\n", "utf-8", "kind_not_taken", "relevé bancaire"),
    "QIF": ("!Type:Bank\nD01/15/2026\nT120.00\n^\n", "utf-8", "kind_not_taken", "relevé bancaire"),
    "MT940": (
        ":20:STARTUMS\n:25:12345678/1020304050\n:28C:0\n",
        "utf-8",
        "kind_not_taken",
        "relevé bancaire",
    ),
    "CFONB 120": (
        "0110278    02204EUR2 00012345603  030420".ljust(120) + "\n",
        "utf-8",
        "kind_not_taken",
        "relevé bancaire",
    ),
    "UBL": (
        '<?xml version="1.0"?><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"></Invoice>',
        "utf-8",
        "kind_not_taken",
        "facture électronique",
    ),
    "CII": (
        "<rsm:CrossIndustryInvoice></rsm:CrossIndustryInvoice>",
        "utf-8",
        "kind_not_taken",
        "facture électronique",
    ),
    "other XML": ("<a/>", "utf-8", "kind_not_taken", "XML"),
    "JSON": ('{"factures": [{"client": "Dupont", "total": 12}]}', "utf-8", "kind_not_taken", "JSON"),
}
